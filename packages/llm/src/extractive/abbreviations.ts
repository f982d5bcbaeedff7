/**
 * Words after which a full stop ends no sentence, by language; lower case, without the last stop.
 */
export const abbreviations: Readonly<Record<string, string>> = {
  en: 'mr mrs ms dr prof rev hon sen rep gov gen col lt capt sgt st jr sr vs e.g i.e cf viz approx dept est inc ltd corp co bros messrs mt ft etc et al u.s u.k u.n ph.d m.d b.a m.a d.c a.m p.m resp incl esp ca assn univ',
  de: 'dr prof hr fr frl st z.b z. d.h d. u.a u. o.ä o. i.d.r i. s. vgl bzw usw etc ca ggf evtl inkl exkl bspw sog gem ing dipl jh mio mrd tel mind max zzgl abzgl geb gest lt str u.u v.a v.chr n.chr a.d e.v allg ehem gez rd abs art',
  fr: 'm mm mme mmes mlle mlles dr pr me mgr st ste etc cf p.ex ex av apr env c.-à-d art chap éd vol tél bd al',
  es: 'sr sra sres sras srta dr dra d dña prof lic ing ud uds vd vds etc p.ej ej ee.uu a.c d.c aprox cap art av tel admón cía gral pág',
  it: 'sig sigg dott dr dott.ssa prof ing avv arch on ecc es p.es cfr art cap pag vol a.c d.c tel sen spett',
  pt: 'sr sra srs dr dra prof profa eng exmo exma etc p.ex ex art cap pág av tel ltda núm aprox d',
  nl: 'dhr mevr mw dr drs prof ir ing mr bijv bv d.w.z o.a m.b.t m.a.w i.v.m i.p.v t.o.v t.a.v enz ca evt incl excl nl resp zgn jl a.u.b vgl',
  pl: 'dr prof mgr inż hab im ul al np m.in tzn tzw tj itd itp in ok godz r w św płk gen ks pkt ust art str wg zob por',
  sv: 'dr prof t.ex bl.a d.v.s dvs osv m.m m.fl s.k p.g.a f.d kl ca resp st jfr inkl exkl tel',
  da: 'dr prof f.eks bl.a dvs osv m.m m.fl s.k pga ca kl hhv jf inkl ekskl nr stk mio mia',
  fi: 'dr prof esim mm ns yms jne ks n eaa ym vrt',
  cs: 'dr ing mgr bc prof doc mudr judr phdr např tzv tj atd apod mj č čl ul sv resp cca popř str',
  tr: 'dr prof doç av sn vb vs örn bkz yy no',
  ru: 'г гг т.е т.д т.п т.к т.н и.о др пр им ул д кв руб коп тыс млн млрд проф акад см напр стр рис табл обл ст',
  uk: 'р рр т.д т.п т.зв ін ім вул буд кв грн коп тис млн млрд проф акад див напр с рис табл обл ст',
  el: 'κ κα κος δρ π.χ δηλ κ.ά κ.λπ κλπ βλ σελ αρ',
};

/** Any language's words that stand before a number: `No. 5`, `Abs. 2`, `p. 12`. */
export const beforeNumber: ReadonlySet<string> = wordSet(
  'no nos nr nos fig figs sec secs ch chap eq eqs vol art par para pp p pg ed v vs abs s str tab cap pág pag núm n bd hft kap aufl rn zif ziff z jan feb mar apr jun jul aug sep sept oct okt nov dec dez § стр рис табл ст п № č čl arts cl blz',
);

/** Words that stand before a name, and so never end a sentence. */
export const titles: ReadonlySet<string> = wordSet(
  'mr mrs ms dr prof rev hon sen gov gen col capt sgt lt messrs mme mlle mm sr sra srta dra dott sig ing dipl mgr hr fr dhr mevr e.g i.e vs z.b d.h p.ex p.ej т.е vgl bzw bijv bv np tj resp',
);

/** Abbreviations that may end a sentence as well: a function word with a capital after them begins the next. */
export const mayEndSentence: ReadonlySet<string> = wordSet(
  'etc usw inc ltd corp co a.m p.m u.s u.k u.n d.c ph.d m.d b.a m.a jr al ecc enz osv itd itp atd apod т.д т.п т.п др a.c a.d b.c e.v ltda tel st vol art av г гг р рр млн млрд тыс грн руб jh mio mrd h',
);

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
