/**
 * The commonest function words of each language, lower case. They tell languages apart, carry no topic when units are
 * ranked, and a capital one after a full stop begins a sentence.
 */
export const functionWords: Readonly<Record<string, string>> = {
  en: 'however the of and to a in is that for it as was with be by on not he his but at are this have from or had an they which you were her all their there been one so we if will would who what when up more no out do can she my into than then them these some its our your me him has about could other how i am did does just should also any because very such may must only after over us too where why here while those being both each few most own same again before between during through under until upon',
  de: 'der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei ich wir ihr mich uns kann können diese dieser dieses diesem diesen wenn was doch schon unter gegen seine seiner ihre ihrer ihren sehr hatte waren keine vom beim damit dann da weil muss soll sollen zwischen während jedoch sowie',
  fr: "le la les de des du un une et à en que qui dans pour par sur au aux est il elle ils elles ne pas se ce ces cette son sa ses leur leurs avec plus sont ont été être avoir a mais ou où comme nous vous je tu on y lui même tout tous si aussi entre sans sous fait était peut très après avant deux donc car cela dont lors depuis c'est d'un d'une qu'il n'est l'on celui celle ceux chez vers encore bien notre votre",
  es: 'el la los las de del un una unos unas y en que a por con para se no es al lo su sus como más o pero le ha han fue ser son está entre sin sobre también hasta hay muy este esta estos estas ese esa eso todo todos desde nos ya cuando donde durante uno si porque qué era fueron tiene les me mi tu yo él ella ellos ante según tras así sino cada puede pueden',
  it: "il lo la i gli le di del della dei delle dello degli da dal dalla in nel nella nei nelle a al alla ai alle e è un una uno che per con su sul sulla non si sono come più anche ma se o ha hanno questo questa questi queste quello suo sua suoi loro essere era stato stata fra tra dopo ci cui quando dove molto tutto tutti noi io lui lei chi perché c'è può ogni sempre prima già ancora così",
  pt: 'o a os as de do da dos das um uma e em no na nos nas que por para com se não é ao aos à às mais como mas ou foi ser são está sua seu suas seus entre sem sobre também até há muito este esta esse essa isso ele ela eles elas quando já só pelo pela pelos pelas foram tem têm nós eu lhe você depois mesmo onde era cada pode podem ainda durante',
  nl: 'de het een en van in is op te dat met voor zijn die aan niet er om ook als bij door naar was maar worden wordt heeft hebben dan nog uit over tot kan of zo ze hij zij we wij je ik mijn hun deze dit wat wie waar werd meer al geen had onder tegen tussen moet kunnen zou veel na omdat wel hier zich onze u sinds tijdens',
  pl: 'i w na z do się nie to że jest o od po za jak przez a ale dla są był była było być tym ten ta te tego tej co oraz także już tylko może ze lub jego jej ich które który która gdy czy też przed przy nad pod bez między tak jako roku bardzo można więc jeszcze mnie nam my oni ona on kiedy została został tych',
  sv: 'och i att det som en på är av för med till den inte om ett har de jag han hon vi var men så från kan när sin sig nu man efter eller vid också ska skulle hade alla mot under då vara blir blev mycket där mellan över dessa denna detta deras bara upp ut in mer år än vad här sedan utan varit genom',
  da: 'og i at det som en på er af for med til den ikke om et har de jeg han hun vi var men så fra kan når sin sig nu man efter eller ved også skal skulle havde alle mod under da være bliver blev meget hvor mellem over disse denne dette deres kun op ud ind mere end hvad her siden uden været gennem',
  fi: 'ja on ei että se oli hän ovat mutta joka mukaan kun niin myös kuin ole sen tai jos vain olla voi jo ollut siitä tämä tämän ne he me sitä ovat sekä kanssa jotka ennen jälkeen vielä kaikki mitä hyvin sitten koska ettei eivät olivat minä hänen niiden siellä nyt',
  cs: 'a se v na je že s z do o to i k ve pro za by jsou ale jako po od jeho byl byla bylo být si tak které který která už jen také nebo aby při však ze před podle mezi až ani co může jejich pak ještě jsem jsme má bez kde když této tento tato není',
  tr: 've bir bu da de için ile olarak çok daha en gibi olan kadar sonra ne ki o mi her ama ya var değil göre ise ben sen biz siz onlar bunu şu yok hem veya ancak önce tarafından üzerinde oldu olduğu diye nasıl neden çünkü tüm',
  ru: 'и в не на что с он как по это но из у за от о к для же то все был была было были быть она они мы вы я бы при до или если уже только ещё еще его её ее их который которая которые которых также так чем когда где может этого этот эта эти под между после без нет над во со более',
  uk: 'і й в у не на що з із зі він як по це але за від о до для ж то все був була було були бути вона вони ми ви я б при або якщо вже тільки ще його її їх який яка які яких також так ніж коли де може цього цей ця ці під між після без немає над та',
  el: 'ο η το οι τα του της των τον την και να σε με για από που δεν είναι στο στη στην στον στα στις θα ως ή αλλά ένα μια ένας έχει έχουν ήταν αυτό αυτή αυτός αυτά τις τους κατά πως όπως πιο πολύ μας σας μετά πριν όταν μπορεί επίσης μόνο',
  ar: 'في من على أن إلى عن مع هذا هذه التي الذي ما لا كان كانت هو هي أو ثم قد بعد قبل بين كل كما لم لن إن و حتى إذا عند غير ذلك تلك الذين وقد وكان وهو فيها منها خلال أي منذ حيث أيضا نحو',
  he: 'של את על לא הוא היא זה זו עם כי אם או גם אל כל היה היתה היו יש אין מה מי אני אתה הם הן אבל רק עד בין לאחר לפני כמו יותר אשר זאת אלה כדי כך לו לה אך שלא אחרי',
  hi: 'के का की है में से को और पर ने यह भी हैं एक कि था थी थे हो नहीं तो वह इस लिए कर ही या जो जा रहा रहे गया गई अपने साथ बाद तक उन वे हम मैं सकता होता कुछ जब जैसे किया द्वारा लेकिन बहुत अब',
  vi: 'và của là có trong cho được các với không một những này đã để người khi từ đến về như ra cũng trên nhưng vào phải rất nhiều hơn sẽ đó tại bị theo hay nên còn vì làm lại sau đang nếu',
  id: 'yang dan di dari untuk pada dengan ini itu dalam tidak akan ke adalah juga oleh sebagai atau telah karena dapat ada kami mereka dia kita saya lebih bisa sudah namun tersebut sehingga serta bagi tetapi antara hingga saat bahwa setelah harus para secara belum',
  ja: '',
  zh: '',
  ko: '',
  th: '',
};

const sets = new Map<string, ReadonlySet<string>>();

/** The function words of a language as a set; empty for one that has no list. */
export function functionWordSet(language: string): ReadonlySet<string> {
  let set = sets.get(language);
  if (!set) {
    set = new Set((functionWords[language] ?? '').split(' ').filter(Boolean));
    sets.set(language, set);
  }
  return set;
}
