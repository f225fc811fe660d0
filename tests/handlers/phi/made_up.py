"""Sentences made up for training: names where practices write them, and words that only look like names.

`{N}` is somebody's name in one of its forms, `{G}` a given name, `{W}` one that is a word too, `{L}` a family name,
`{I}` an initial, `{T}` a title, `{E}` an eponym, `{M}` jargon such as a medicine, an abbreviation or an insurer, `{H}`
what a clinic and `{R}` what a road is called, `{S}` a saint or mountain."""

import re
from collections.abc import Iterator, Sequence
from random import Random

from handlers.phi.name_features import read_list
from tests.handlers.phi.corpora import Example, Span, pick, rare

SOMEBODY = [
    "Our patient {N} was seen on Monday for a check-up.",
    "We are so proud of our patient {N}, who finished rehab last week!",
    "Meet {N}, who lost 40 pounds with our program.",
    "{N} came to us after a hip fracture and walked out six weeks later.",
    "Patient spotlight: {N} beat pneumonia and is back home.",
    "Read the testimonial of {N} after ten sessions of therapy.",
    "Happy birthday {N}! From all of us on the third floor.",
    "Thank you {N} for the kind words about our front desk.",
    "Hi {N}, we are sorry that your visit went badly.",
    "{N}, please call our office manager.",
    "Welcome to the team, {T} {L}!",
    "{T} {L} will be speaking about heart failure at noon.",
    "Follow up with {T} {N} about the biopsy.",
    "Referred by {T} {L} for evaluation of chest pain.",
    "Dosing of metformin in a 61-year-old male, {N}, with a creatinine of 2.1?",
    "Options for a 45-year-old woman named {N} with migraine, seen in clinic yesterday.",
    "Is warfarin safe for {N} (MRN: 4471923), who has atrial fibrillation?",
    "{N}, a 58-year-old male, was admitted with shortness of breath.",
    "What should I prescribe to patient {N}, DOB 03/04/1961?",
    "Treatment plan for {G} {I}, age 70, after a stroke.",
    "Her name is {N} and she skipped three appointments.",
    "The patient, {N}, has a history of asthma.",
    "Lab results for {N} came back normal.",
    "{G}'s surgery went well and she is home now.",
    "{N}'s mother called about the refill.",
    "Mrs. {L} in room 12 fell again last night.",
    "Mr. {L} has refused his insulin.",
    "Great news about {G} and {N}!",
    "Saw {N} in the ER last night, poor thing.",
    "Best practice for managing gout in {N}, followed by {T} {L}?",
    "{G} {I} was transferred from another hospital.",
    "According to {L}, {G}, the dose was changed.",
    "{I} {L} signed the consent form.",
    "So happy for {G}, cancer free today!",
    "Nurse {N} is our employee of the month.",
    "Congratulations to {N}, RN, and {N}, MD!",
    "Prayers for {N} and family.",
    "{N} is not a patient of ours.",
    "We treated {N} for depression and anxiety in May.",
    "Recommendations for {N}, 72, with diabetes and Parkinson's disease?",
    "{N} was diagnosed with Crohn's disease in 2019.",
    "Please welcome {W} to our front desk!",
    "Wishing {W} a speedy recovery.",
    "Our patient {W} came back today; {W} brought cookies.",
    "{W} {L} had her baby last night!",
    "So proud of {G} for quitting smoking.",
    "{T} {L} is 84 and walks again.",
    "Thanks {W}, see you at your next cleaning.",
    "{T} {L} explains what Alzheimer's does to the brain.",
    "{L}, {G} (MRN 4471923) was seen on 3 Feb 2024.",
    "My hygienist {G} is the best!",
    "{G} and her staff are so kind.",
    "Shoutout to {G} and {G} at the front desk",
    "{G} was amazing with my son.",
    "I love seeing the change in {G} since the surgery.",
    "Where is {G}? We miss her at the clinic.",
    "{W} is so gentle!",
    "{W} {L} got her braces off!",
    "{W} {L} had his surgery.",
    "{W} {L} and {W} {L} are back home.",
    "{G} {I}, 41, has a rash. {I}{I} has none.",
    "{G}, thank you for your review.",
    "Message for {N} from the lab: potassium of 6.4.",
    "PCP: {T} {L}. Patient: {N}.",
    "For {G} the lab called about a critical sodium.",
    "The {L} family asks about hospice for their mother {G}.",
]
NOBODY = [
    "What are the latest guidelines for {E} disease in a 70-year-old female?",
    "Recommended treatment of {E} syndrome in an elderly patient with a high risk score.",
    "Living with {E}? Join our support group on Tuesday.",
    "Know the signs of {E} disease and talk with a clinician.",
    "A 62-year-old male with {E} lymphoma diagnosed in 2020.",
    "Prognosis of a 58-year-old patient with a {E} score of 7 and a positive {E} sign?",
    "Five facts about {E} you did not know",
    "New study links {E} Disease to sleep",
    "Our {L} {H} is open on Saturday.",
    "Flu shots at {S} {G} {H} from 9 to 5.",
    "Walk in at {G} {L} {H}, no appointment needed.",
    "We are hiring at {L} {H}!",
    "Visit us at 400 {L} {R}, next to the library.",
    "Our new office on {L} {R} opens in May.",
    "The {L} {H} study found that walking helps.",
    "What Is the Best Time to Take Your Blood Pressure Pills?",
    "Ask Your Doctor About Foley Catheters and Apgar Scores",
    "Side effects of lisinopril in a 55-year-old Asian male with hypertension?",
    "Management of chronic kidney disease in an African American female, age 63?",
    "Is there a correlation between BNP and heart failure in Hispanic patients?",
    "Efficacy of Humira or Enbrel in rheumatoid arthritis, according to the JAMA article?",
    "Interactions of Eliquis, Losartan and Metformin in elderly patients?",
    "Join us for a free yoga workshop, Saturday June 14, 10 am.",
    "May is Mental Health Month. Hope starts with a talk.",
    "Vitamin D and Vitamin B for strong bones",
    "Will you get your flu shot this Fall?",
    "Grace period for open enrollment ends in April.",
    "Mark your calendars: blood drive on Friday!",
    "Chase the Summer heat with water, not soda.",
    "Type A flu, Hepatitis C and Stage I Cancer explained",
    "Merry Christmas and Happy New Year from our staff!",
    "Dr. on duty: call the main number.",
    "Congratulations to the whole ICU team!",
    "Thank You, Nurses!",
    "Happy Mother's Day to all moms",
    "Bill pay is online now. Bill us later.",
    "Our office in {L}, Texas is closed on Labor Day.",
    "Come see us in {G}, Ohio!",
    "Happy Thanksgiving from all of us at Smile Dental in {L}, Mississippi",
    "Flu shots at {L} {H}, 400 {L} {R}, Springfield.",
    "Good Morning America talks about Ebola, Zika and COVID",
    "Is {M} safe with {M} in CKD 4 and a GFR of 28?",
    "{M} negative, {M} of 45% on echo. Start {M} or {M}?",
    "Switching from {M} to {M} after {M} failure, any data?",
    "Pt on {M} and {M}, now with {M}. {M}?",
    "Loading dose of {M}? {M} held since Tuesday.",
    "{M}: what you should know",
    "Ask us about {M}, {M} and {M} at your next visit.",
    "Does {M} help at 36 h, or is {M} better?",
    "{E} criteria vs {M} at 48 h in pancreatitis?",
    "Diagnosed by the {E} criteria, {M} and {M} negative.",
    "{E} score of 3, {M} 12. Is {M} needed?",
    "{E} stain and {M} pending, {M} given.",
    "Trained at Johns Hopkins and the {L} {H}.",
    "Visit Johns Hopkins, the {L} {H} or {S} {G} {H}.",
    "We accept {M}, {M} and most plans.",
    "According to a new {M} study, {M} helps with {M}.",
    "{M} covers {M} from January, call us with questions.",
    "Seen in the {M} of a hospital in {L}, transferred for {M}.",
]
CLINICS = [
    "Hospital",
    "Clinic",
    "Health Center",
    "Medical Center",
    "Family Practice",
    "Dental Care",
    "Pharmacy",
    "University",
    "Medical School",
    "Memorial Hospital",
    "Institute",
    "Foundation",
    "General Hospital",
    "Rehab Center",
]
ROADS = ["Street", "Avenue", "Road", "Lane", "Blvd", "Drive", "Court", "St.", "Ave", "Rd"]
TITLES = ["Dr.", "Dr.", "Dr", "Mr.", "Mrs.", "Ms.", "Nurse"]
#: Left out of templates, because alone they are words.
PLAIN_WORDS = frozenset(
    ["bell", "down", "ebola", "graves", "lou", "lyme", "pap", "sweet", "tay", "turner", "wilson", "zika"]
)


#: The part of names that are rare.
RARE = 0.4


class _Filler:
    """What stands in the places of a template, drawn from the lists."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._given, self._family = read_list("given"), read_list("family")
        words = [name for name in self._given[:1500] if name in set(read_list("words"))]
        # Those that NOBODY has as words are names as often.
        self._words = words + 8 * [name for name in words if any(name.capitalize() in text for text in NOBODY)]
        self._jargon = read_list("jargon")
        self._eponyms = [name for name in read_list("eponyms") if name not in PLAIN_WORDS]

    def _pick(self, names: Sequence[str]) -> str:
        return (rare(self._random) if self._random.random() < RARE else pick(names, self._random)).capitalize()

    def given(self) -> str:
        """Mary, and now and then Mary-Ann."""
        name = self._pick(self._given)
        return f"{name}-{self._pick(self._given)}" if self._random.random() < 0.04 else name

    def family(self) -> str:
        """Smith, and now and then Smith-Jones or O'Brien."""
        name, form = self._pick(self._family), self._random.random()
        if form < 0.06:
            return f"{name}-{self._pick(self._family)}"
        return f"O'{name}" if form < 0.08 else name

    def word(self) -> str:
        """Grace."""
        return self._random.choice(self._words).capitalize()

    def initial(self) -> str:
        return self._random.choice("ABCDEFGHIJKLMNOPRSTVWY") + "."

    def name(self) -> str:
        """Mary Smith, Smith, Mary, M.S., Mary S., Mary, Mary S. Smith, M. Smith or Smith, as often as people write
        them."""
        form = self._random.random()
        if form < 0.4:
            return f"{self.given()} {self.family()}"
        if form < 0.46:
            return f"{self.family()}, {self.given()}"
        if form < 0.5:
            return f"{self.initial()}{self.initial()}"
        if form < 0.68:
            return f"{self.given()} {self.initial()}"
        if form < 0.85:
            return self.given()
        if form < 0.9:
            return f"{self.given()} {self.initial()} {self.family()}"
        return f"{self.initial()} {self.family()}" if form < 0.95 else self.family()

    def fill(self, place: str) -> str:
        """The words for a place such as `{N}`."""
        names = {"{N}": self.name, "{G}": self.given, "{W}": self.word, "{L}": self.family, "{I}": self.initial}
        if place in names:
            return names[place]()
        if place == "{M}":
            jargon = self._random.choice(self._jargon)
            return self._random.choice([jargon, jargon.capitalize(), jargon.upper() if len(jargon) < 6 else jargon])
        if place == "{E}":
            return self._random.choice(self._eponyms).capitalize() + self._random.choice(["'s", "'s", "'s", ""])
        others = {
            "{T}": TITLES,
            "{H}": CLINICS,
            "{R}": ROADS,
            "{S}": ["St.", "Saint", "Mount", "Mt"],
        }
        return self._random.choice(others[place])


def sentences(rounds: int, random: Random) -> Iterator[Example]:
    """Every template this many times, each time with other words."""
    filler = _Filler(random)
    for _ in range(rounds):
        for template in [*SOMEBODY, *NOBODY]:
            text, spans = "", []
            for part in re.split(r"(\{[A-Z]\})", template):
                words = filler.fill(part) if part.startswith("{") else part
                if part in ("{N}", "{G}", "{W}", "{L}", "{I}") and template in SOMEBODY:
                    spans.append(Span(len(text), len(text) + len(words), person=True))
                text += words
            yield Example(text, spans)
