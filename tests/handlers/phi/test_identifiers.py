"""Every rule of the identifiers: what it finds, and what it leaves alone."""

import pytest

from handlers.phi.about import About
from handlers.phi.findings import Rule, Severity
from handlers.phi.identifiers import rules
from handlers.phi.names import A_NAME
from handlers.phi.scan import scan

#: A text, the rule that finds something in it, and the words it finds.
FOUND = [
    ("SSN 123456789", rules.SSN, "123456789"),
    ("my social is 123 45 6789", rules.SSN, "123 45 6789"),
    ("000-00-0000", rules.SSN, "000-00-0000"),
    ("the last four of his SSN: 6789", rules.SSN, "6789"),
    ("(MRN: 789-45-123)", rules.MRN, "789-45-123"),
    ("her medical record number is MX-456789.", rules.MRN, "MX-456789"),
    ("med rec # 99887766", rules.MRN, "99887766"),
    ("Refer to record #EM-345678", rules.MRN, "EM-345678"),
    ("unit number 102-33-91", rules.MRN, "102-33-91"),
    ("Aetna ID W2234 567 890", rules.PLAN, "W2234 567 890"),
    ("NHS number 943 476 5919", rules.PLAN, "943 476 5919"),
    ("MBI 1EG4-TE5-MK73", rules.PLAN, "1EG4-TE5-MK73"),
    ("with 1EG4TE5MK73 on file", rules.PLAN, "1EG4TE5MK73"),
    ("insurance policy # is ABC-987654", rules.PLAN, "ABC-987654"),
    ("Medicaid ID 12345678A", rules.PLAN, "12345678A"),
    ("Acct#: SH-456789", rules.ACCOUNT, "SH-456789"),
    ("paid with 4111 1111 1111 1111", rules.ACCOUNT, "4111 1111 1111 1111"),
    ("refund to DE89 3704 0044 0532 0130 00", rules.ACCOUNT, "DE89 3704 0044 0532 0130 00"),
    ("nursing license RN 556102", rules.LICENSE, "RN 556102"),
    ("state ID F255-921-50", rules.LICENSE, "F255-921-50"),
    ("driver's license D1234567", rules.LICENSE, "D1234567"),
    ("drives 1HGCM82633A004352", rules.VEHICLE, "1HGCM82633A004352"),
    ("license plate ABC-1234", rules.VEHICLE, "ABC-1234"),
    ("tag number GXR 4471", rules.VEHICLE, "GXR 4471"),
    ("insulin pump SN NK4471902", rules.DEVICE, "NK4471902"),
    ("pacemaker serial number SN-445566", rules.DEVICE, "SN-445566"),
    ("00:1B:44:11:3A:B7", rules.DEVICE, "00:1B:44:11:3A:B7"),
    ("claim number 12-345678", rules.OTHER_ID, "12-345678"),
    ("patient ID #AB-987654", rules.OTHER_ID, "AB-987654"),
    ("Phone: 555-123-4567", rules.PHONE, "555-123-4567"),
    ("(212) 555-0100 x12", rules.PHONE, "(212) 555-0100 x12"),
    ("+44 20 7946 0958", rules.PHONE, "+44 20 7946 0958"),
    ("07700 900461", rules.PHONE, "07700 900461"),
    ("(020) 7946 0958", rules.PHONE, "(020) 7946 0958"),
    (
        "four one five, five five five, oh one three seven",
        rules.PHONE,
        "four one five, five five five, oh one three seven",
    ),
    ("text her at 555-0100", rules.PHONE, "555-0100"),
    ("Fax: 555-123-4567", rules.FAX, "555-123-4567"),
    ("john_doe@example.com", rules.EMAIL, "john_doe@example.com"),
    ("john dot doe at gmail dot com", rules.EMAIL, "john dot doe at gmail dot com"),
    ("amiller[at]example[dot]com", rules.EMAIL, "amiller[at]example[dot]com"),
    ("Patient spotlight: facebook.com/jane.doe", rules.URL, "facebook.com/jane.doe"),
    ("our patient wrote at https://blog.example.net/me", rules.URL, "https://blog.example.net/me"),
    ("from 192.168.0.1", rules.IP, "192.168.0.1"),
    ("from 2001:db8::ff00:42:8329", rules.IP, "2001:db8::ff00:42:8329"),
    ("This patient's fingerprint", rules.BIOMETRIC, "fingerprint"),
    ("a full-face photo of our patient", rules.PHOTO, "full-face photo"),
    ("a selfie with our favourite patient", rules.PHOTO, "selfie with our favourite patient"),
    ("DOB 03/04/1956", rules.DATE, "03/04/1956"),
    ("dob 12.09.74", rules.DATE, "12.09.74"),
    ("He had his stroke on 5 May", rules.DATE, "5 May"),
    ("she had surgery on 12/25", rules.DATE, "12/25"),
    ("Admitted Thursday, October 12", rules.DATE, "October 12"),
    ("the patient was seen 20240719", rules.DATE, "20240719"),
    ("seen on 12th Jan 2023", rules.DATE, "12th Jan 2023"),
    ("on 17-Feb-2023", rules.DATE, "17-Feb-2023"),
    ("admitted 2023-05-06", rules.DATE, "2023-05-06"),
    ("Our patient came in on March 3", rules.DATE, "March 3"),
    ("He was treated in January 2024", rules.DATE, "January 2024"),
    ("She is 94 years old", rules.AGE90, "94 years old"),
    ("a 101yo female", rules.AGE90, "101yo"),
    ("Our oldest patient is 92.", rules.AGE90, "92"),
    ("She's 94 and on dialysis", rules.AGE90, "94"),
    ("a widow in her nineties", rules.AGE90, "in her nineties"),
    ("she just turned 101", rules.AGE90, "turned 101"),
    ("a ninety-four year old man", rules.AGE90, "ninety-four year old"),
    ("at 123 Main St, Springfield, IL 62701", rules.GEO, "123 Main St, Springfield, IL 62701"),
    ("at 22-14 31st Ave, Astoria, NY 11106", rules.GEO, "22-14 31st Ave, Astoria, NY 11106"),
    ("our patient recovers on Old Mill Road", rules.GEO, "Old Mill Road"),
    ("the boy from Little Rock with leukemia", rules.GEO, "Little Rock"),
    ("she drove three hours from Yakima for her surgery", rules.GEO, "Yakima"),
    ("on 45 oak street", rules.GEO, "45 oak street"),
    ("P.O. Box 1234", rules.GEO, "P.O. Box 1234"),
    ("(ZIP: 33101)", rules.GEO, "33101"),
    ("our patient from Dover, DE", rules.GEO, "Dover, DE"),
    ("This patient is from Cook County", rules.GEO, "Cook County"),
    ("She was admitted to Bellevue Hospital", rules.GEO, "Bellevue Hospital"),
    ("a 62-year-old man seen at St. Mary's Medical Center", rules.GEO, "St. Mary's Medical Center"),
    ("a 62-year-old man seen at UCSF", rules.GEO, "UCSF"),
    ("our patient lives in Milwaukee", rules.GEO, "Milwaukee"),
    ("SSN ending in 6621", rules.SSN, "6621"),
    ("last 4 of SSN: 6621", rules.SSN, "6621"),
    ("soc ***-**-6621", rules.SSN, "***-**-6621"),
    ("Blue Shield XEA908712345", rules.PLAN, "XEA908712345"),
    ("chart QMC.00381-7", rules.MRN, "QMC.00381-7"),
    ("hosp no. H441982", rules.MRN, "H441982"),
    ("MR# 44-82-11", rules.MRN, "44-82-11"),
    ("Loop recorder RLA771209S", rules.DEVICE, "RLA771209S"),
    ("UDI (01)00844588003288(17)141120", rules.DEVICE, "(01)00844588003288(17)141120"),
    ("Pathology S22-40917", rules.OTHER_ID, "S22-40917"),
    ("Biobank barcode BB*0071924*", rules.OTHER_ID, "BB*0071924*"),
    ("a code nobody explains, of our patient: GX-0091827", rules.OTHER_ID, "GX-0091827"),
    ("this patient has 70023948817 on the band", rules.OTHER_ID, "70023948817"),
    ("Our patient wore C 27 441 908 on the wrist", rules.OTHER_ID, "C 27 441 908"),
    ("Firearm permit CCW-0091124", rules.LICENSE, "CCW-0091124"),
    ("medallion 4L92", rules.VEHICLE, "4L92"),
    ("our patient drives TX LZK-3317", rules.VEHICLE, "LZK-3317"),
    ("boat reg FL 4471 NK", rules.VEHICLE, "FL 4471 NK"),
    ("fingerprint template FT-2291-88A", rules.BIOMETRIC, "fingerprint template FT-2291-88A"),
    ("this patient's DNA profile", rules.BIOMETRIC, "DNA profile"),
    ("a gait video with the face visible", rules.PHOTO, "video with the face visible"),
    ("her CT is in patient Okafor_front.png", rules.PHOTO, "Okafor_front.png"),
    ("our patient at x4471", rules.PHONE, "x4471"),
    ("our patient's mother has 555.0119", rules.PHONE, "555.0119"),
    ("page me: pager 44713, about this patient", rules.PHONE, "44713"),
    ("our patient's line, 1-800-555-CARE", rules.PHONE, "1-800-555-CARE"),
    ("415 - 555 - 0132", rules.PHONE, "415 - 555 - 0132"),
    ("tel2025550164", rules.PHONE, "2025550164"),
    ("jane at gmail.com", rules.EMAIL, "jane at gmail.com"),
    ("jane{at}gmail{dot}com", rules.EMAIL, "jane{at}gmail{dot}com"),
    ("She was admitted on the 14th.", rules.DATE, "14th"),
    ("our patient came in the 23rd of August", rules.DATE, "the 23rd of August"),
    ("our patient came on the 14th our doctor says", rules.DATE, "14th"),
    ("our patient was seen in june", rules.DATE, "june"),
    ("our patient (6/14)", rules.DATE, "6/14"),
    ("seen 14SEP2022", rules.DATE, "14SEP2022"),
    ("Pt deceased 08.Dec.2021", rules.DATE, "08.Dec.2021"),
    ("he was born march third nineteen forty eight", rules.DATE, "march third nineteen forty eight"),
    ("our patient, seen on the twenty-second of June", rules.DATE, "the twenty-second of June"),
    ("Colonoscopy dates of this patient: 03/2014", rules.DATE, "03/2014"),
    ("DOI 7.6.22, our patient's back", rules.DATE, "7.6.22"),
    ("DOB 061770", rules.DATE, "061770"),
    ("our patient's visit, 9/14, went well", rules.DATE, "9/14"),
    ("Our patient was admitted on Christmas Eve", rules.DATE, "Christmas Eve"),
    ("our patient had her transplant in May", rules.DATE, "May"),
    ("our patient was seen from 8/3 to 8/11", rules.DATE, "8/3 to 8/11"),
    ("our patient came el 12 de octubre de 2023", rules.DATE, "12 de octubre de 2023"),
    ("Our patient, born in 1929, walks again", rules.AGE90, "1929"),
    ("Bubbe Esther, 94, fell", rules.AGE90, "94"),
    ("her mother, ninety-four", rules.AGE90, "ninety-four"),
    ("a 101-year-young lady", rules.AGE90, "101-year-young"),
    ("Join us on May 4: our Rose turned ninety-three!", rules.AGE90, "turned ninety-three"),
    ("our patient in room 214", rules.GEO, "room 214"),
    ("our patient in Key Largo", rules.GEO, "Key Largo"),
    ("our patient on Moloka'i", rules.GEO, "Moloka'i"),
    ("my pt from yonkers", rules.GEO, "yonkers"),
    ("our patient was found on Route 9", rules.GEO, "Route 9"),
    ("our patient of 77 Old Mill Close", rules.GEO, "77 Old Mill Close"),
    ("a patient of Rosehaven Manor", rules.GEO, "Rosehaven Manor"),
    ("this patient from 94110", rules.GEO, "94110"),
    # Nobody is named where notes are written, and yet they are somebody's.
    ("He was hit by a car on Halloween night", rules.DATE, "Halloween"),
    ("She is from Cedar Falls", rules.GEO, "Cedar Falls"),
    ("Amish farmer outside Lancaster with tetanus", rules.GEO, "Lancaster"),
    ("Her journey started Jan 2024. Join us this week!", rules.DATE, "Jan 2024"),
    ("our patient, a mail carrier, 97, from Hoboken", rules.AGE90, "97"),
    ("INR 8.1, from Bozeman", rules.GEO, "Bozeman"),
    ("K 2.4 on 24 Apr", rules.DATE, "24 Apr"),
    ("s/p CABG 8/14, doing well", rules.DATE, "8/14"),
    ("MRN 12345, up from Tulsa", rules.GEO, "Tulsa"),
    ("call four one five 555 0132", rules.PHONE, "four one five 555 0132"),
    ("her cell, 555 0132", rules.PHONE, "555 0132"),
    ("jane_doe at clinic.org", rules.EMAIL, "jane_doe at clinic.org"),
    (
        "jane underscore doe at yahoo dot com",
        rules.EMAIL,
        "jane underscore doe at yahoo dot com",
    ),
    ("bigmike77 at yahoo", rules.EMAIL, "bigmike77 at yahoo"),
    ("card **** 4471", rules.ACCOUNT, "**** 4471"),
    ("blew out ninety-four candles", rules.AGE90, "ninety-four candles"),
    ("PCP: Whitcombe", A_NAME, "Whitcombe"),
    ("PATIENT: Chukwuemeka, I. | seen", A_NAME, "Chukwuemeka, I."),
    ("on the ward (initials E.M.)", A_NAME, "E.M."),
    ("P.K.R., 41, hand vesicles", A_NAME, "P.K.R."),
]

#: What people post every day.
UNSUSPECTED = [
    "Call 911 in an emergency or 988 in a crisis.",
    "Call 1-800-QUIT-NOW.",
    "Join us Saturday, October 12 at 400 Harbor Rd for a free clinic!",
    "Flu shots from October 1 to December 15, 8 am to 5 pm.",
    "We're closed Thursday, November 28 for Thanksgiving.",
    "Ask about options at our Dallas office, 214-555-0100.",
    "Visit www.ourclinic.example.com or email info@ourclinic.example.com",
    "Blood pressure of 120/80 and a pulse of 72.",
    "1 in 10 adults has diabetes, 38,000,000 Americans.",
    "Adults 90 and older need a booster; 95% of people aged 65-95 have one.",
    "Founded in 1998, 25 years of care. Over 90 years of trust.",
    "Windows 10.0.19045, version 1.2.3",
    "A study of 12,345 patients in Boston, MA was published.",
    "Mayo Clinic researchers say coffee helps. http://bit.ly/abc123",
    "ICD-10 code E11.9, CPT 99213",
    "January is Cervical Health Awareness Month.",
    "Dr. Smith, MD joins us.",
    "Medicare 2024 open enrollment; our plan for 2030; policy 2023 update",
    "A patient-centered medical home in New York",
    "Happy 100th birthday to our hospital!",
    "A 5k run on 10/12/2025 at 9 am",
    "The marathon took 3:10:45.",
    "What are the side effects of lisinopril in a 65-year-old man with heart failure diagnosed in 2021?",
    "Our NPI is 1234567893 for referrals.",
    "Find our new shop on Old Mill Road, open 5 May",
    "Ten, nine, eight, seven! Ready for the New Year? One two three four five six: breathe.",
    "Room 214, chapter 12, page 345, order 2 get 1 free",
    "A7 Lower risk of coronary disease @plated A2: small changes",
    "Closed on Thanksgiving and Christmas Eve. Happy New Year's Day!",
    "Fireworks injuries treated in ERs peak around the Fourth of July.",
    "Everybody loved the pumpkins on Halloween.",
    "Open until the 14th. Refills by noon on the 22nd.",
    "We have new hours in May.",
    "Rated 5/5 by 300 people. Vision of 20/20. Strength 4/5.",
    "Take half a tablet, 1/2 or 3/4, with water.",
    "Keep an O2 of 94, a pulse of 98, a temperature of 99.",
    "An A1c under 7 and a BP under 130/80 are good numbers. See you in Denver on October 4!",
    "The 90th percentile, the 5th rib, the 3rd dose.",
    "Dr. Flores is from Cedar Falls. She joins us in May.",
    "Come to us on the 3rd floor, before the 5th dose, in the 2nd week.",
    "Born in 1925, this hospital has grown.",
    "Ninety percent of adults, ninety minutes a week, 95 degrees.",
    "KEYNOTE-522, NCT03574597, HLA-B*57:01, CYP2C19, CPT 99214, ICD-10 E11.65.",
    "ABG 7.21/68/55/27, pH 7.31, dose 2.5-5 mg.",
    "Meet us at the Rotterdam criteria session: PCOS explained.",
    "Now in Bozeman, Flagstaff and Las Cruces!",
    "Room 12 has a new scanner, Suite 310 a new door.",
    "Lunch is in the Johnson Building at Lincoln Elementary School.",
    "Raffle tickets 1 to 500; use code SPRING25.",
    "Look at example.com, or book at noon. One two three, 4 5 6, stretch!",
    "Parking is $5.00, the walk 2,500-3,000 steps.",
]


@pytest.mark.parametrize(("text", "rule", "words"), FOUND, ids=[text for text, _, _ in FOUND])
def test_found(text: str, rule: Rule, words: str) -> None:
    """Each identifier is found by its rule, its words no longer and no shorter."""
    found = [(finding.rule, text[finding.start : finding.end]) for finding in scan(text, About())]
    assert (rule.id, words) in found


@pytest.mark.parametrize("text", UNSUSPECTED)
def test_left_alone(text: str) -> None:
    """What identifies nobody raises no finding: a scanner that cries wolf is not read. Names are judged by themselves:
    one without a patient is a note for the approver."""
    assert scan(text, About(), names=()) == []


def test_every_rule_is_shown() -> None:
    """No rule of the identifiers is without an example here."""
    assert {rule for rule in vars(rules).values() if isinstance(rule, Rule)} <= {rule for _, rule, _ in FOUND}


def test_every_rule_explains_itself() -> None:
    """Each says why, cites its paragraph of the regulation, and tells what to do instead; ids are unique."""
    every = [rule for rule in vars(rules).values() if isinstance(rule, Rule)]
    assert len({rule.id for rule in every}) == len(every)
    for rule in every:
        assert rule.why.endswith(".")
        assert rule.suggestion.endswith(".")
        assert rule.citation.startswith("45 CFR 164.514(b)(2)(i)(")


def test_what_nobody_posts_for_a_good_reason() -> None:
    """Social Security, record, plan, account and case numbers block wherever they stand."""
    blocking = {rules.SSN, rules.MRN, rules.PLAN, rules.ACCOUNT, rules.OTHER_ID}
    assert {rule for _, rule, _ in FOUND if rule.severity == Severity.BLOCK} == blocking
