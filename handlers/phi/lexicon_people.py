"""Words for people: who is looked after, who looks after them, and who may be told of."""

SINGULARS = {
    # Somebody the organisation looks after.
    "patient": "patient, resident, client, inpatient, outpatient, pt",
    # The same, more than one.
    "patients": "patients, residents, clients, inpatients, outpatients, pts, frequent flyer, frequent flyers",
    # Somebody a story can be told of: one person, not a group.
    "person": """
        actor, actress, athlete, biker, boy, boyfriend, bride, bus driver, celebrity, child, coach, cop, couple, cyclist, dad,
        deputy, driver, dude, elderly man, elderly woman, fan, farmer, father, fella, fellow, fireman, firefighter, fisherman,
        gentleman, girl, girlfriend, grandfather, grandma, grandmother, grandpa, granny, groom, guy, homeless man, hunter,
        husband, infant, inmate, jogger, judge, kid, kiddo, lady, lawyer, linebacker, little one, mailman, man, mayor, mom, mother,
        motorcyclist, musician, neighbor, new mom, newborn, newlywed, officer, old man, pastor, patient, pedestrian, player, politician,
        preemie, preacher, pregnant woman, priest, principal, prisoner, pt, quarterback, rapper, resident, reporter, roofer,
        senator, sheriff, singer, soldier, somebody, student, teacher, teen, teenager, toddler, tourist, trucker, veteran, victim,
        waitress, wife, weather girl, welder, woman, worker, year old, yo, yr old, old lady, twin, lineman, electrician, logger,
        contractor, plumber, cheerleader, freshman, sophomore, councilman, governor, congressman, sister, brother, daughter, son,
        accountant, barber, bartender, boss, butcher, carpenter, chef, chief, clerk, cook, dancer, detective, fugitive, gang member,
        grandson, granddaughter, hiker, janitor, killer, landscaper, librarian, mama, mechanic, nanny, painter, pilot, pitcher,
        postman, professor, ranger, realtor, rider, robber, runner, sailor, salesman, shooter, skier, surfer, suspect, swimmer, trooper,
        triplets, twins, uber driver, weatherman, youngster, youtuber, firefighter, fire chief, paramedic, mayor, celeb, rockstar
    """,
    "relative": """
        son, daughter, husband, wife, mother, father, mom, dad, mama, grandmother, grandfather, grandma, grandpa, baby, child,
        kid, kids, children, little one, brother, sister, aunt, uncle, partner, spouse, girlfriend, boyfriend, parent, parents
    """,
    "staff": """
        nurse, doctor, physician, surgeon, hygienist, therapist, dentist, assistant, receptionist, manager, team, staff, provider,
        employee, volunteer, dr, technician, tech, aide, caregiver, practitioner, specialist, director, intern, nurses, doctors,
        pharmacist, clinician, psychiatrist, psychologist, orthodontist, chiropractor, optometrist, midwife, doula, dermatologist, pediatrician, cardiologist, paramedic, counselor, coworker, coworkers, colleague, colleagues, crew, officer, ceo, president, administrator
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

#: Given names common in the United States, for names where a sentence begins.
GIVEN = frozenset(
    """
    james robert john michael david william richard joseph thomas christopher charles daniel matthew anthony donald steven andrew
    paul joshua kenneth kevin brian timothy ronald george jason edward jeffrey ryan jacob nicholas gary eric jonathan stephen larry justin
    scott brandon benjamin samuel gregory alexander patrick jack dennis jerry tyler aaron jose adam nathan henry zachary douglas peter kyle
    noah ethan jeremy walter christian keith roger terry austin sean gerald carl harold dylan arthur lawrence jordan jesse bryan billy bruce
    gabriel joe logan alan juan albert willie elijah wayne randy vincent mason roy ralph bobby russell bradley philip eugene harry howard
    fred louis oscar victor martin stanley leonard frank raymond ernest curtis clarence leo marcus carlos luis diego miguel omar ahmed ali
    hassan raj amir wei chen tom tim jim mike steve dan ben sam max alex nick matt josh zach greg jeff ken ed ted theo liam oliver lucas
    mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley kimberly emily donna
    michelle carol amanda melissa deborah stephanie dorothy rebecca sharon laura cynthia amy kathleen angela shirley brenda emma anna pamela
    nicole samantha katherine christine helen debra rachel carolyn janet maria catherine heather diane olivia julie joyce victoria ruth
    virginia lauren kelly christina joan evelyn judith andrea hannah megan cheryl jacqueline martha madison teresa gloria sara janice ann
    kathryn abigail sophia frances jean alice judy isabella julia denise beverly amber theresa danielle marilyn brittany diana natalie
    charlotte marie kayla alexis lori tina rosa sofia elena carmen lucia ana priya anita leila fatima aisha mei keisha tamika latoya imani
    jada ebony dolores eleanor irene mabel edna ethel doris lillian lois norma phyllis peggy gladys vera wanda yvonne paula renee tori mia
    ava zoe ella lily chloe leah nora lucy molly kate katie jenny becky debbie cindy sally jill kim pam sue liz beth maggie annie
    tammy stacy tracy crystal monica veronica vanessa erica kristen jasmine bianca gina dana robin whitney jamie casey morgan riley aiden
    jayden caleb isaac luke owen wyatt hunter connor carter evan ian cole blake trevor derek travis shawn dustin corey jared brett
    maurice tyrone darnell jamal terrence andre reggie leroy otis earl melvin herbert alfred francis lloyd floyd gilbert cecil clyde
    """.split()
)

#: Classes whose terms are taken as they stand, without plurals: a story is of one person.
ALONE = {"patient", "patients", "person", "relative", "compound", "reviewer", "title", "staff"}
