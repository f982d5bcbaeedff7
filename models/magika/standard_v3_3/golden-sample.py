# pots.cfg: litres for a row of pots on the balcony, driest first
basil = 0.31
mint = 0.12
thyme = 0.57
parsley = 0.44
litres = 2.5
spare = 0.25

def share(wet):
    return (litres - spare) * (1 - wet) / 4

print(share(mint), share(basil))
print(share(parsley), share(thyme))
