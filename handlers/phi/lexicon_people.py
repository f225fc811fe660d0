"""Words for people: who is looked after, who looks after them, and who may be told of."""

SINGULARS = {
    # Somebody the organisation looks after.
    "patient": "patient, resident, client, inpatient, outpatient, pt",
    # The same, more than one.
    "patients": "patients, residents, clients, inpatients, outpatients, pts, frequent flyer, frequent flyers",
    # Somebody a story can be told of: one person, not a group.
    "person": """
        actor, actress, athlete, biker, boy, boyfriend, bride, bus driver, celebrity, child, coach, cop, couple, cyclist, dad,
        deputy, driver, drunk, dude, elderly man, elderly woman, fan, farmer, father, fella, fellow, fireman, firefighter, fisherman,
        gentleman, girl, girlfriend, grandfather, grandma, grandmother, grandpa, granny, groom, guy, homeless man, hunter,
        husband, infant, inmate, jogger, judge, kid, kiddo, lady, lawyer, linebacker, little one, mailman, man, mayor, mom, mother,
        motorcyclist, musician, neighbor, new mom, newborn, newlywed, officer, old man, pastor, patient, pedestrian, player, politician,
        preemie, preacher, pregnant woman, priest, principal, prisoner, pt, quarterback, rapper, resident, reporter, roofer,
        senator, sheriff, singer, soldier, somebody, student, teacher, teen, teenager, toddler, tourist, trucker, veteran, victim,
        waitress, wife, weather girl, welder, woman, worker, year old, yo, yr old, old lady, twin, lineman, electrician, logger,
        contractor, plumber, cheerleader, freshman, sophomore, councilman, governor, congressman, sister, brother, daughter, son
    """,
    "relative": """
        son, daughter, husband, wife, mother, father, mom, dad, mama, grandmother, grandfather, grandma, grandpa, baby, child,
        kid, kids, children, little one, brother, sister, aunt, uncle, partner, spouse, girlfriend, boyfriend, parent, parents
    """,
    "staff": """
        nurse, doctor, physician, surgeon, hygienist, therapist, dentist, assistant, receptionist, manager, team, staff, provider,
        employee, volunteer, dr, technician, tech, aide, caregiver, practitioner, specialist, director, intern, nurses, doctors,
        pharmacist, clinician, counselor, coworker, coworkers, colleague, colleagues, crew, officer, ceo, president, administrator
    """,
    # What follows "our patient" when no patient is meant.
    "compound": """
        portal, portals, care, advocate, advocates, advocacy, coordinator, coordinators, experience, experiences, safety, rights,
        navigator, navigators, satisfaction, families, family, center, centered, centre, handout, education, ambassador, services,
        service, community, population, base, survey, surveys, privacy, information, forms, form, first, financing, council, app,
        relations, resources, liaison, volume, volumes, load, outcomes, reviews, list, lists, records, records, financial, support,
        physician, physicians, doctor, doctors, room, rooms, focused, friendly, transport, guide, waiting, access, line, panel,
        assistance, handbook, bill, policy, policies, confidentiality, visits, testimonials, stories, success, testimonial, story,
        spotlight, engagement, line, entrance, parking, lounge, wing, program, programs, scheduling, registration, specific
    """,
    "reviewer": """
        patient, reviewer, person, individual, woman, man, client, guest, gentleman, lady, commenter, resident, customer, guy, pt,
        mother, father, mom, dad, child, girl, boy, couple, family
    """,
    "title": "mr, mrs, ms, miss, mister, coach, senator, judge, officer, pastor, mayor, grandpa, grandma, sister, father",
}

#: Classes whose terms are taken as they stand, without plurals: a story is of one person.
ALONE = {"patient", "patients", "person", "relative", "compound", "reviewer", "title", "staff"}
