"""Words for what people do and when: forms as they stand in stories and answers, mostly in the past."""

FORMS = {
    # What somebody did or had done who was there: an answer that says so confirms the visit.
    "acted": """
        accepted, accused, admitted, agreed, arrived, asked for, attended, berated, booked, bounced, broke, brought, called our, called us,
        came, canceled, cancelled, changed, checked, chose, complained, consented, cried, cursed, cussed, damaged, declined,
        delayed, delivered, demanded, denied, disclosed, did not come, did not follow, did not pay, did not return, did not show,
        didn't come, didn't follow, didn't pay, didn't return, didn't show, didn't take, didn't tell, disappeared, dropped, failed,
        fell, filled, forgot, gave birth, gave us, ghosted, got, grabbed, harassed, healed, hit, ignored, insisted, interrupted, kicked, lied,
        lost, missed, needed, neglected, never called, never came, never filled, never paid, never returned, never showed, never told, no showed,
        opted, ordered, overdosed, owe, owed, owes, paid, passed away, picked, postponed, presented, promised, provided, pulled,
        pushed, ran, received, recovered, refused, rejected, relapsed, rescheduled, returned, scheduled, screamed,
        selected, sent us, served, showed, shouted, signed, sat, skipped, slapped, smoked, spit, stayed, stiffed, stole,
        stood, stopped, stormed, swore, tested, threatened, threw, told us, told our, told the, told dr, took, transferred, tried, turned,
        underwent, used, visited, waited, walked, went, withheld, yelled
    """,
    # After "you were".
    "undergone": """
        admitted, advised, asked, assessed, asleep, billed, called, cared, charged, checked, combative, counseled, covered, cured, diagnosed, discharged,
        dismissed, drunk, escorted, evaluated, examined, explained, given, handed, healed, here, high, informed, in pain, in the chair,
        in our, in the waiting, injected, inspected, instructed, intoxicated, late, measured, medicated, monitored, noncompliant, non compliant,
        notified, numb, numbed, offered, operated, our, pregnant, prescribed, provided, quoted, reached, referred, refunded, refused,
        reminded, removed, rescheduled, rude, scheduled, screened, sedated, seen, sent, served, shown, taken, tested, told, transferred, treated,
        turned away, under, unconscious, verbally, waiting, warned, x rayed, fitted, abusive, aggressive, hostile, dishonest, belligerent
    """,
    # What we did for or to somebody.
    "treated": """
        adjusted, administered, admitted, advised, answered, approved, attempted, billed, booked, called, canceled, cancelled,
        cared, charged, checked, cleaned, completed, contacted, cured, delivered, did, diagnosed, discharged, discovered,
        discussed, dismissed, documented, drained, drilled, emailed, evaluated, examined, explained, extracted, filed, filled,
        fitted, fixed, found, gave, helped, implanted, informed, injected, inserted, left you, looked after, made, mailed, met, moved, numbed, offered,
        operated, ordered, performed, placed, prescribed, provided, pulled, put, quoted, ran, reached, recommended, referred,
        refunded, reminded, removed, repaired, replaced, rescheduled, resubmitted, reviewed, said, saved, saw, scheduled, seen, sent,
        served, showed, spent, spoke, stitched, submitted, sutured, taken, talked, texted, told, took, transferred, treated, tried, waived,
        warned, welcomed, went over, went through, whitened, worked, wrote
    """,
    # What belongs to somebody only when they were here, said with certainty.
    "affair": """
        appointments, attorney, balance, bills, biopsy, blood pressure, caregiver, case manager, chart, claim, claims, coinsurance,
        collections account, condition, copay, copays, copayment, deductible, deposit, diagnosis, discharge, disease, disorder, drug use, due date,
        file, follow up, follow ups, followup, hospital stay, hospitalization, illness, infusions, injuries, injury, insurance claim, intake, invoice,
        lab results, labs, last appointment, last visit, last session, recent visit, recent appointment, recent stay, late fee, mammogram results, mental health, missed appointment, missed appointments,
        no show, no shows, noshow, no show fee, outburst, outstanding, overdue, paperwork, payment plan, positive test, previous visit,
        progress, recovery, refund, results, scans, session, sessions, smile turned, stay, surgeon, swab, symptoms, test, test results, tests,
        therapist, therapy, time with us, treatment, treatment plan, treatments, tooth, unpaid, urine, wound, second opinion, vision, hearing, weight loss, hygienist,
        tantrum, nurse, nurses, room, medical history, history, hygiene, pain, delivery date, birth plan, labor, next cleaning, next checkup, next check up, new smile, new teeth, results turned
    """,
    # The same, but also said to strangers: "book your visit".
    "visit": "appointment, visit, visits, bill, billing, care, insurance, records, record, consultation, exam, checkup, check up, account, copay",
    "came": """
        came in, came into, came to us, came to our, came to see, came through, came by ambulance, comes in, come in, walked in, walks in, walked into, waltzed in, showed up,
        shows up, rolled in, rolls in, rolled up, stumbled in, crawled in, limped in, brought in, brought to, wheeled in, wheeled into,
        rushed in, rushed to, airlifted, flown in, admitted, was admitted, got admitted, transferred in, transferred to us, arrived by, arrived at, arrived with,
        arrived in, ended up, presented with, checked in with, drove himself, drove herself, dropped off, on my table, on our table, on the table, went to the, in my chair,
        under my care, in our care, was referred, referred to us, came back, coded, was discharged, landed in
    """,
    "time": """
        yesterday, today, tonight, last night, last week, last month, last weekend, last shift, last friday, last saturday, last sunday,
        this morning, this afternoon, this evening, this week, this weekend, this month, this shift, this summer, this winter, just now, just scrubbed, recently, earlier, the other day,
        the other night, few days ago, days ago, weeks ago, months ago, years ago, hours ago, at midnight, right now, on monday, on tuesday, on wednesday,
        on thursday, on friday, on saturday, on sunday, monday night, friday night, saturday night, sunday night, on call, my shift, on shift, shift, first time, ever, all day, all night,
        new year's eve, thanksgiving, christmas, halloween, weeks of, days of, months of, night shift, am, pm, in march, in january, in february, in april, in june, in july, in august,
        in september, in october, in november, in december
    """,
    "harm": """
        ate, bit, bleeding, bled, blew, blown, broke, broken, burned, burnt, caught, chopped, crushed, cut, degloved, dislocated, embedded, fractured, hanging, hung,
        hurt, impaled, injured, inserted, jammed, lacerated, lodged, losing, lost, mangled, missing, nailed, pierced, punctured, ripped, ruptured, severed, shattered, shot,
        shoved, sliced, smashed, snapped, sprained, stabbed, stuck, swallowed, swollen, tore, torn, trapped, twisted, wedged, cracked, removed, amputated, pull, pulled, reattached
    """,
    # Ends and grave turns of a case: no part of the body needed.
    "grave": """
        bled out, code blue, coded, died, died on, delivered a baby, deliver a baby, delivered triplets, delivered twins, delivered her, dead on arrival, doa, flatlined, gave birth, giving birth, gone into labor, hit by a,
        in labor, kill herself, kill himself, killed herself, killed himself, lost her, lost him, od'd, oded, on life support, overdosed, passed away, passed out, pronounced dead, pronounced,
        pronounce, ran over, raped, run over, assaulted, beaten, shot, stabbed, threw up, tried to kill, unable to walk, unconscious, unresponsive, went into labor, won't make it, wont make it,
        fell through, fell off, fell from, drowned, electrocuted, choked, choking, drunk, high on, hung over, strung out, bit, bitten by, stung by, attacked by, mauled, crashed, car crash, car accident, motorcycle accident,
        house fire, mill fire, kitchen fire, pregnant, tested positive, naked, restrained, self harm, hearing voices, life flight, triplets, quadruplets, worst code
    """,
    "image": """
        photo, photos, pic, pics, picture, pictures, photograph, photographs, selfie, selfies, video, videos, clip, clips, snap, snaps, snapshot, snapshots, screenshot, screenshots,
        image, images, reel, reels, tiktok, livestream, footage, recording, slideshow, gallery, snapchat, photo shoot
    """,
    "filming": """
        filmed, filming, recorded, recording, videoed, videotaped, videotaping, snapped, snapping, photographed, photographing, livestreaming, livestreamed, live streaming, going live,
        screenshotted, took a pic, took a picture, took a photo, took this pic, caught on camera, snapchatted, snapchatting, tiktoking
    """,
    "work": """
        my shift, night shift, day shift, shift, on call, my unit, my floor, our unit, our floor, the floor, the unit, er, icu, operatingroom, l d, labor and delivery, psych, charge nurse,
        nursing home, the ward, nightshift, er nurse, icu nurse, coworker, coworkers, cna, code blue, rounds, ick, icks, my ick, icking, at work, clocked in, clocked out, nurse life, nurselife, call light, bedpan, residency, my station, trauma bay,
        codes, med room, call bell, break room, hospital, the clinic, dental office, ambulance, ems, triage, peds, nicu, med surg, postpartum, induction, epidural
    """,
    "moan": """
        annoying, annoyed, awful, beats, bit, bites, circus, crazy, cray, cried, cry, cursed, demanding, dirty, disgusting, done with, dramatic, drama, drunk, dumb, entitled, fat, gross, hate, hates, hit, hits, horrible, hysterical, ick, icks, idiot, idiots,
        insane, kept, keep, keeps, lazy, liar, lie, lied, lies, loud, mean, nasty, naked, needy, pathetic, pray, psycho, ridiculous, rude, screamed, screaming, smell, smells, smelly, smelled, spit, stinks, stupid, sick of, tired of, ugly, weird, whiny, whining, wild,
        worst, yelled, yelling, zoo, in restraints, confession, lol, lmao, smh, wtf, ugh, can't even, cant even, i can't
    """,
    # How a success story ends.
    "outcome": """
        pain free, painfree, cancer free, in remission, back home, heading home, headed home, went home, going home, goes home, gone home, came home, coming home, walked out, walking out,
        walking again, walks again, walked again, back on his feet, back on her feet, on his feet, on her feet, first steps, off oxygen, off the ventilator, on the mend, thriving, sober, clean and sober,
        smoke free, drug free, back to work, back at work, good as new, full recovery, fully recovered, beat the odds, defied the odds, beating the odds, smile back, life back, independence back, confidence back,
        new lease on life, without pain, no longer needs, no more pain, second chance, miracle, hearing again, seeing again, crystal clear, mobility back, back to doing, back in action, back to normal,
        discharged home, gave birth, turned her life, turned his life, dream smile, new smile, perfect smile, brand new smile, symptom free, seizure free, strong enough, living proof
    """,
    "action": """
        call today, call now, call us, call our, book now, book today, book your, book a, book an, book online, buy now, contact us, enroll today, sign up, schedule a, schedule your, schedule today, schedule an, tour our, tour the, tour today, arrange a, arrange your, reserve your, save your spot, come visit, come see us, visit us, visit our,
        ask about, ask us, dm us, message us, click the link, link in bio, learn more at, stop by, walk in today, get started, free consult, free consultation, free exam, free trial, get your free, limited time, special offer, our special, this month only, summer special, holiday special, gift card, gift cards, mention this, use code, promo code, % off,
        percent off, get off, discount, half off, on sale, save 10, save 15, save 20, save 25, save 50, be next, you can too, your turn, you could be, now accepting, make an appointment, make your appointment, join us today, find out how, start your, your own transformation, claim your, apply for financing, financing available, call 1, call 8, call 5, request a, refer a friend
    """,
}
