"""States, the larger towns of the United States whose names are no common words or first names, and what is no place.

Facts of the Census Bureau, which are in the public domain; written down here by hand, complete for the states only."""


def _list(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.replace("\n", " ").split(","))


#: Postal abbreviations, and names, in the same order.
STATES = _list(
    """
AL, AK, AZ, AR, CA, CO, CT, DE, FL, GA, HI, ID, IL, IN, IA, KS, KY, LA, ME, MD, MA, MI, MN, MS, MO, MT, NE, NV,
NH, NJ, NM, NY, NC, ND, OH, OK, OR, PA, RI, SC, SD, TN, TX, UT, VT, VA, WA, WV, WI, WY, DC, PR
"""
)
STATE_NAMES = _list(
    """
Alabama, Alaska, Arizona, Arkansas, California, Colorado, Connecticut, Delaware, Florida, Georgia, Hawaii,
Idaho, Illinois, Indiana, Iowa, Kansas, Kentucky, Louisiana, Maine, Maryland, Massachusetts, Michigan,
Minnesota, Mississippi, Missouri, Montana, Nebraska, Nevada, New Hampshire, New Jersey, New Mexico, New York,
North Carolina, North Dakota, Ohio, Oklahoma, Oregon, Pennsylvania, Rhode Island, South Carolina, South Dakota,
Tennessee, Texas, Utah, Vermont, Virginia, Washington, West Virginia, Wisconsin, Wyoming, District of Columbia,
Puerto Rico
"""
)
CITIES = _list(
    """
Akron, Albany, Albuquerque, Allentown, Amarillo, Anaheim, Anchorage, Ann Arbor, Arlington, Atlanta, Augusta,
Bakersfield, Baltimore, Baton Rouge, Bellevue, Berkeley, Bethesda, Beverly Hills, Billings, Biloxi, Birmingham,
Bismarck, Boise, Boston, Boulder, Bridgeport, Bronx, Brooklyn, Brownsville, Burlington, Cape Coral, Cedar
Rapids, Charleston, Chattanooga, Chesapeake, Cheyenne, Chicago, Chula Vista, Cincinnati, Clarksville, Cleveland,
Colorado Springs, Columbus, Corpus Christi, Dallas, Davenport, Denver, Des Moines, Detroit, Dover, Duluth,
Durham, El Paso, Elgin, Elk Grove, Erie, Escondido, Eugene, Evansville, Fairfield, Fargo, Fayetteville, Fontana,
Fort Collins, Fort Lauderdale, Fort Wayne, Fort Worth, Fresno, Fullerton, Gainesville, Garden Grove, Glendale,
Grand Prairie, Grand Rapids, Green Bay, Greensboro, Harlem, Hartford, Hayward, Hialeah, Honolulu, Houston,
Huntington Beach, Huntsville, Indianapolis, Irvine, Jacksonville, Jersey City, Joliet, Kansas City, Killeen,
Knoxville, Lakewood, Lansing, Laredo, Las Vegas, Lexington, Little Rock, Long Beach, Long Island, Los Angeles,
Louisville, Lubbock, Manhattan, McAllen, McKinney, Memphis, Mesquite, Miami, Milwaukee, Minneapolis, Modesto,
Montgomery, Moreno Valley, Murfreesboro, Naperville, Nashville, New Haven, New Orleans, New York City, Newark,
Newport News, Norfolk, North Las Vegas, Oakland, Oceanside, Odessa, Oklahoma City, Olathe, Omaha, Orlando,
Overland Park, Oxnard, Palmdale, Palo Alto, Pasadena, Paterson, Pembroke Pines, Pensacola, Peoria, Philadelphia,
Phoenix, Pittsburgh, Plano, Pomona, Port St. Lucie, Portland, Provo, Queens, Raleigh, Rancho Cucamonga, Reno,
Rochester, Rockford, Roseville, Sacramento, Saint Louis, Saint Paul, Salinas, Salt Lake City, San Antonio, San
Bernardino, San Diego, San Francisco, San Jose, Santa Ana, Santa Clarita, Santa Fe, Santa Monica, Santa Rosa,
Sarasota, Scottsdale, Scranton, Seattle, Shreveport, Sioux City, Sioux Falls, Spokane, Springfield, St. Louis,
St. Paul, St. Petersburg, Stamford, Staten Island, Stockton, Sunnyvale, Syracuse, Tacoma, Tallahassee, Tampa,
Tempe, Thornton, Toledo, Topeka, Torrance, Trenton, Tucson, Tulsa, Tuscaloosa, Virginia Beach, Visalia, Waco,
Westchester, Wichita, Wilmington, Winston-Salem, Worcester, Yonkers
"""
)
#: Words with a capital that begin no place.
NO_PLACE = frozenset(
    _list(
        """
Jan, January, Feb, February, Mar, March, Apr, April, May, Jun, June, Jul, July, Aug, August, Sep, Sept,
September, Oct, October, Nov, November, Dec, December, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday,
Sunday, Dr, Mr, Mrs, Ms, Miss, Prof, Nurse, Type, Stage, Grade, Class, MRN, SSN, DOB, ID, HIPAA, ER, ED, ICU,
NICU, OR, OB, PT, OT, PCP, CDC, NIH, FDA, WHO, AHA, ACC, JAMA, NEJM, I, We, He, She, They, It, You, A, An, My,
Your, This, That, Christmas, Easter, Thanksgiving, Covid, COVID, Medicare, Medicaid, Facebook, Instagram,
Twitter, Zoom, God, Alzheimer, Parkinson, Crohn, Hodgkin, Huntington's, Addison, Framingham, Asian, African,
Hispanic, Caucasian, American, Baseline, Risk, Home, Mom, Dad, GI, CT, MRI, EKG, ECG
"""
    )
)
#: What begins like a facility and is a journal, or a clinic for toys.
NO_FACILITY = ("Journal of", "Annals of", "Archives of", "Teddy Bear", "Mario Kart")
#: Words with a capital that begin a sentence rather than the name of a facility.
OPENINGS = frozenset(
    _list(
        """
The, Our, A, An, In, At, From, To, And, Or, For, Free, Visit, Join, Your, My, This, Call, Meet, Is, Are, Best,
Every, No, Near, Seen, New, our
"""
    )
)
#: Words that describe a facility rather than name it.
COMMON = frozenset(
    _list(
        """
the, our, your, his, her, their, this, that, another, any, every, each, local, nearby, community, free, general,
emergency, outpatient, inpatient, urgent, specialty, primary, academic, teaching, rural, urban, large, small,
different, private, public, outside, regional, pediatric, oncology, cardiology, dental, eye, pain, walk-in, clinic
"""
    )
)
