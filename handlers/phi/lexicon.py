"""The words the context rules know, by class; written for this project.

Terms are given once, in the singular; plurals of nouns are added. A term of several words counts as one thing.
`lexicon_people` and `lexicon_doings` hold the rest."""

from functools import cache

from handlers.phi import lexicon_doings, lexicon_people

CONDITIONS = """
abscess, abrasion, acne, addiction, addict, adhd, aids, alcoholism, alcoholic, allergic reaction, allergy, alopecia, als,
alzheimer, alzheimers, amnesia, anaphylaxis, anemia, aneurysm, angina, anorexia, anorexic, anxiety, appendicitis, arrhythmia,
arthritis, asthma, asthma attack, asthmatic, ataxia, autism, autistic, back pain, bacterial infection, bedbug, bedsore, bipolar,
bipolar disorder, birth defect, bite wound, blindness, blister, blood clot, bloodstream infection, bone spur, borderline,
brain bleed, brain damage, brain injury, brain tumor, breast cancer, broken arm, broken bone, broken hip, broken leg,
broken neck, broken nose, broken tooth, bronchitis, bulimia, bunion, burn, cancer, carcinoma, cardiac arrest, carpal tunnel,
c diff, cataract, cavity, celiac disease, cerebral palsy, chest pain, chicken pox, chickenpox, chlamydia, cholera, chronic pain,
cirrhosis, cleft lip, cleft palate, colitis, colon cancer, coma, comatose, concussion, congestive heart failure,
conjunctivitis, contusion, copd, covid, cracked tooth, crohn, crohns, croup, cyst, cystic fibrosis, deafness, decay,
deep vein thrombosis, dehydration, delusion, delusional, dementia, dengue, depression, depressed, dermatitis, diabetes,
diabetic, diarrhea, dislocated shoulder, dislocation, diverticulitis, down syndrome, dvt, dyslexia, eating disorder, ebola,
eclampsia, ectopic pregnancy, eczema, edema, embolism, emphysema, endometriosis, epilepsy, epileptic, erectile dysfunction,
failure to thrive, fibroid, fibromyalgia, fistula, flesh-eating bacteria, food poisoning, fracture, frostbite, gallstone,
gangrene, genital wart, gingivitis, glaucoma, gonorrhea, gout, gum disease, gunshot, gunshot wound, hallucination, head injury,
heart attack, heart disease, heart failure, heart murmur, heatstroke, hemophilia, hemorrhage, hemorrhoid, hepatitis, hernia,
herniated disc, herpes, hip fracture, hiv, hpv, hodgkin, huntington, hypertension, hypothermia, hypothyroidism, ibs, impetigo,
impotence, incontinence, infection, infertility, infertile, influenza, insomnia, irritable bowel, jaundice, kidney disease,
kidney failure, kidney stone, laceration, leukemia, lice, liver failure, lockjaw, lung cancer, lupus, lyme disease, lymphoma,
malaria, malnutrition, manic, mania, measles, melanoma, meningitis, menopause, meth addict, migraine, miscarriage,
monkeypox, mpox, mrsa, multiple sclerosis, mumps, muscular dystrophy, narcolepsy, neuropathy, obesity, ocd, osteoarthritis,
osteoporosis, ovarian cyst, overdose, panic attack, pancreatitis, paralysis, paralyzed, paranoia, paranoid, parkinson,
parkinsons, pcos, periodontitis, personality disorder, pertussis, plantar fasciitis, pneumonia, poison ivy, polio,
postpartum depression, preeclampsia, pressure ulcer, prostate cancer, psoriasis, psychosis, psychotic, ptsd, pulmonary embolism,
rabies, rash, relapse, renal failure, respiratory failure, rheumatoid arthritis, ringworm, rotator cuff tear, rsv, rubella,
ruptured appendix, sarcoma, scabies, schizophrenia, schizophrenic, sciatica, scoliosis, seizure, sepsis, septic, shingles,
sickle cell, sinusitis, skin cancer, sleep apnea, smallpox, spina bifida, spinal cord injury, sprain, stab wound, std, sti,
stillbirth, stillborn, strep throat, stroke, substance abuse, suicidal, suicide, suicide attempt, swelling, syphilis, tetanus,
thrush, thyroid cancer, tinnitus, tonsillitis, tooth decay, tooth pain, toothache, torn acl, torn meniscus, tourette,
traumatic brain injury, trichomoniasis, tuberculosis, tumor, typhoid, ulcer, urinary tract infection, uti, varicose vein,
vertigo, vomiting, weight problem, whooping cough, wound, yeast infection, zika
"""

PROCEDURES = """
abortion, acl reconstruction, allergy shot, amniocentesis, amputation, amputated, anesthesia, angioplasty, appendectomy,
bariatric surgery, biopsy, blood draw, blood test, blood transfusion, blood work, bloodwork, bone marrow transplant, botox,
braces, brazilian butt lift, breast augmentation, breast reduction, bridge work, bypass, c section, cardiac catheterization,
cast, cataract surgery, catheter, cervical fusion, chemical peel, chemo, chemotherapy, cleaning, colonoscopy, colostomy,
coolsculpting, cpr, craniotomy, crown, crutches, csection, ct, ct scan, cystoscopy, debridement, deep cleaning, defibrillation,
dental implant, denture, dermabrasion, detox, dialysis, drug test, echocardiogram, ekg, electroconvulsive therapy, emergency surgery,
endoscopy, epidural, extraction, eye exam, eye surgery, eyelid lift, facelift, facial, feeding tube, filler, filling, flu shot,
gastric bypass, gastric sleeve, hair transplant, heart surgery, heart transplant, hip replacement, hospice, hysterectomy,
immunotherapy, implant, induction, infusion, injection, insulin pump, intubation, intubated, invisalign, iud, ivf, jaw surgery,
joint replacement, kidney transplant, knee replacement, knee surgery, labor, lap band, laser hair removal, lasik, lip filler,
liposuction, liver transplant, lobotomy, lumpectomy, mammogram, mastectomy, mommy makeover, mri, nerve block, nose job,
open heart surgery, organ transplant, pacemaker, pap smear, pelvic exam, physical therapy, plastic surgery, pregnancy,
pregnancy test, procedure, psych eval, psychotherapy, quadruple bypass, radiation, radiation treatment, rehab, restraints,
resuscitation, resuscitated, rhinoplasty, root canal, rotator cuff surgery, sedation, sedated, semaglutide, skin graft,
smile makeover, sonogram, spinal fusion, spinal tap, splint, steroid shot, stent, sterilization, stitches, stomach pump,
surgery, sutures, tonsillectomy, tooth extraction, tracheostomy, transfusion, transplant, transplanted, tubal ligation,
tubes tied, tummy tuck, ultrasound, urine test, vaccine injury, vaginal delivery, vasectomy, veneer, ventilator,
weight loss surgery, wheelchair, whitening, wisdom teeth, wisdom tooth, x ray, xray, delivery
"""

BODY = """
abdomen, ankle, anus, appendix, arm, artery, belly, bladder, brain, breast, butt, buttock, calf, cheek, chest, chin, colon, ear,
elbow, esophagus, eye, eyeball, eyelid, femur, finger, fingertip, foot, feet, forehead, gallbladder, genitals, groin, gum, hip,
intestine, jaw, kidney, knee, kneecap, leg, lip, liver, lung, molar, mouth, nail, neck, nipple, nose, nostril, ovary, pelvis,
penis, prostate, rectum, rib, scalp, scrotum, shin, shoulder, sinus, skull, spine, spleen, stomach, teeth, testicle, thigh,
throat, thumb, thyroid, toe, tongue, tonsil, tooth, torso, uterus, vagina, wrist
"""

DRUGS = """
antibiotic, antidepressant, antipsychotic, anxiety medication, birth control, blood pressure medication, blood thinner,
chemo drug, controlled substance, dose, dosage, fentanyl, heroin, insulin, inhaler, lithium, medication, meds, medicine,
methadone, morphine, mood stabilizer, narcan, narcotic, opioid, ozempic, pain killer, pain medication, pain pill, painkiller,
pill, prescription, refill, sedative, statin, steroid, stimulant, suboxone, tranquilizer
"""

RECORDS = """
chart, xray, x ray, wristband, whiteboard, trauma board, patient board, monitor, vitals monitor, ehr, emr, med list, medication list,
lab result, lab report, ultrasound, sonogram, ct, ct scan, mri, mri scan, scan, ekg, ecg, patient list, sign in sheet, face sheet,
badge, intake form, medical record, discharge paper, computer screen, census, surgery schedule, operatingroom schedule, screen, iv, telemetry
"""

DEPARTMENTS = """
burn unit, cath lab, delivery room, detox unit, emergencydept, emergency department, emergency room, er, floor, icu, intensive care,
labor and delivery, labor ward, maternity ward, med surg, memory care, morgue, nicu, nursery, operating room, operating table, operatingroom,
oncology, ortho, pacu, pediatrics, peds, picu, psych, psych ward, psych unit, recovery room, rehab unit, resus, trauma bay,
trauma unit, triage, unit, urgent care, waiting room, ward
"""


def _listed(terms: str) -> list[str]:
    return [" ".join(term.replace("-", " ").split()) for term in terms.split(",") if term.strip()]


def _plural(term: str) -> str:
    if term.endswith(("s", "x", "ch", "sh", "z")):
        return term + "es"
    if term.endswith("y") and term[-2] not in "aeiou":
        return term[:-1] + "ies"
    return term + "s"


def _nouns(terms: str) -> list[str]:
    singular = _listed(terms)
    return singular + [_plural(term) for term in singular]


@cache
def classes() -> dict[str, frozenset[str]]:
    """Every class with its terms, lower case, words separated by one blank."""
    nouns = {
        "condition": CONDITIONS,
        "procedure": PROCEDURES,
        "body": BODY,
        "drug": DRUGS,
        "record": RECORDS,
        "dept": DEPARTMENTS,
        **lexicon_people.SINGULARS,
    }
    found = {name: _nouns(terms) for name, terms in nouns.items() if name not in lexicon_people.ALONE}
    alone = {name: _listed(terms) for name, terms in nouns.items() if name in lexicon_people.ALONE}
    forms = {name: _listed(terms) for name, terms in lexicon_doings.FORMS.items()}
    return {name: frozenset(terms) for name, terms in (found | alone | forms).items()}
