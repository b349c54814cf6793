"""Health: conditions, disability, treatment and absence; implied by what a person needs or may not eat (Art. 9(1))."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.terms import TermRecogniser, phrases

CATEGORY = "user.health_and_medical"

FOUND = (
    ("I am coeliac, please tell the kitchen", "coeliac"),
    ("Nut allergy - carries an EpiPen", "Nut allergy"),
    ("Signed off with depression until March", "Signed off"),
    ("Suffered from depression in the last year", "depression"),
    ("My son has asthma and needs his inhaler", "asthma"),
    ("Wheelchair access needed", "Wheelchair access"),
    ("Will you have a hearing loop in the room?", "hearing loop"),
    ("She was diagnosed with MS last year", "MS"),
    ("Diabetic meal please", "Diabetic"),
    ("He is registered blind", "blind"),
    ("Candidate is deaf and asks for a BSL interpreter", "deaf"),
    ("I have Parkinson's disease", "Parkinson's disease"),
    ("Her father had a heart attack on Monday", "heart attack"),
    ("Diagnosed with ADD as a child", "ADD"),
    ("Their daughter has Down's syndrome", "Down's syndrome"),
    ("Recovering from knee surgery", "knee surgery"),
    ("He has been off sick since the 4th", "off sick"),
    ("Disability: dyslexia", "dyslexia"),
    ("allergic to penicillin", "allergic to penicillin"),
    ("currently pregnant, due in May", "pregnant"),
)
LEFT = (
    "No allergies",
    "No known allergies or medical conditions",
    "not disabled",
    "Allergies: none",
    "Disability: no",
    "The account was disabled by the administrator",
    "Nearly had a heart attack at the price",
    "Please send a blind copy to the director",
    "It fell on deaf ears",
    "Join the call on MS Teams",
    "Advanced MS Excel",
    "Please ADD the second delegate to the order",
    "Delivery to County Down",
    "Spoke to Mr Parkinson about the invoice",
    "A tropical depression formed off the coast",
    "The pump sits in a depression in the ground",
    "The depression in the chart on page 3: is it real?",
    "Autism awareness course, level 2",
    "Mental health first aider training on Friday",
    "Cancer Research UK gala dinner",
    "There was a pregnant pause",
    "I am allergic to Mondays",
    "A stroke of luck",
    "Health and safety policy attached",
    "Alcoholic drinks are not included",
    "The NPN bipolar transistor is out of stock",
    "This link goes to https://health.example/asthma-guide",
)
UNDER = (
    ("medical_conditions", "Bad chest", "Bad chest"),
    ("Disability", "Yes", "Yes"),
    ("access_needs", "ground floor room", "ground floor room"),
)

_FOODS = (
    r"(?:nuts?|peanuts?|tree nuts?|shellfish|seafood|fish|dairy|milk|lactose|eggs?|sesame|soya|soy|wheat|gluten|latex|"
    r"penicillin|aspirin|bee stings?|strawberr(?:y|ies)|mustard|celery|kiwi(?: fruit)?|pollen|dust|plasters|cats|dogs|"
    r"ibuprofen|crustaceans|lupin|sulphites|mushrooms?|tomato(?:es)?|food)"
)
_HAS = (
    r"(?:has|have|had|having|with|suffers from|suffering from|suffer from|living with|lives with|diagnosed as|of|"
    r"got|my|her|his|for)"
)

STATED = phrases(
    r"""
    asthma(?:tic)? ; diabetes ; epilep(?:sy|tic) ; cancer ; chemo(?:therapy)? ; radiotherapy ; leukaemia ; lymphoma ;
    melanoma ; brain tumour ; tumours? ; heart (?:attack|condition|disease|failure|surgery|bypass|problems?) ;
    (?:had|having|after|following|suffered|from) (?:a|her|his|my|another|the) (?:minor |major |mild )?(stroke) ;
    stroke survivor ; angina ; pacemaker ; hypertension ; high blood pressure ; arthritis ; arthritic ;
    osteoporosis ; fibromyalgia ; multiple sclerosis ; chronic fatigue(?: syndrome)? ; crohn's(?: disease)? ;
    ulcerative colitis ; colitis ; irritable bowel(?: syndrome)? ; endometriosis ; migraines? ; parkinson's disease ;
    (?:has|with|had|early onset|of|from|have) (parkinson's(?: disease)?) ; dementia ; alzheimer's(?: disease)? ;
    adhd ; autis(?:m|tic) ; autistic spectrum(?: disorder)? ; asperger'?s?(?: syndrome)? ; dyslexi(?:a|c) ;
    dysprax(?:ia|ic) ; dyscalculia ; tourette'?s?(?: syndrome)? ; down'?s syndrome ; down syndrome ; cerebral palsy ;
    spina bifida ; muscular dystrophy ; cystic fibrosis ; motor neurone disease ; depression ;
    (?:clinically|feeling|been|is|severely|was|very|i'm|am) (depressed) ; anxiety(?: disorder| attacks?)? ;
    panic attacks? ; post traumatic stress(?: disorder)? ; ptsd ; bipolar(?: disorder)? ; schizophreni(?:a|c) ;
    eating disorder ; anorexi(?:a|c) ; bulimi(?:a|c) ; self harm(?:ing|s|ed)? ; suicidal ;
    mental health (?:condition|issues?|problems?|crisis|breakdown|difficulties|leave|illness) ; mental illness ;
    nervous breakdown ; (?:work related |related to )?stress (?:leave|absence) ; off (?:work )?with stress ;
    off sick ; sick (?:leave|note|pay) ; sickness absence ; fit note ;
    signed off(?= (?:work|sick|with|by (?:the|his|her|my|their) (?:gp|doctor)|for (?:\w+ ){1,2}weeks?|until)) ;
    pregnan(?:t|cy) ; miscarriage ; ivf(?: treatment)? ; menopaus(?:e|al) ; hepatitis(?: [abc])? ; tuberculosis ;
    long covid ; covid positive ; tested positive(?: for covid(?: 19)?)? ; dialysis ;
    kidney (?:failure|disease|transplant) ; (?:liver|heart|lung) transplant ;
    (?:knee|hip|back|heart|eye|shoulder|spinal|brain|open heart|ankle|foot|hand|bowel|cataract) (?:surgery|\
      operation|replacement) ;
    recovering from ((?:\w+ ){0,2}(?:surgery|illness|operation|injury)) ; (?:major|emergency) surgery ;
    hospitalised ; (?:in|into|to|from|left|discharged from) (hospital) ;
    hospital (?:appointment|treatment|stay|admission) ; insulin ; anti depressants? ; sertraline ; fluoxetine ;
    citalopram ; metformin ; inhaler ; ventolin ; methotrexate ; warfarin ; ritalin ;
    (?:on|takes?|taking|her|his|my|their|prescribed|needs|off) (?:\w+ )?(medication) ; beta blockers? ;
    (?:i am|i'm|is|he's|she's|registered|am|who is|severely|be|are|they're) (disabled)(?! (?:in|by|for|on|until|\
      at|the|due|because|as|after|when|and|or|again|via)) ;
    disabled (?:person|people|delegate|candidate|parking|toilet|badge|facilities|employee|learner|student|son|\
      daughter|child|access|attendee|veteran) ;
    disabilit(?:y|ies) ;
    (?:is|am|registered|i'm|partially|legally|he's|she's|nearly|almost|totally|severely|was|born|going) (blind) ;
    blind (?:person|people|man|woman|delegate|candidate|employee|learner|student|customer|attendee|colleague) ;
    handicapped ; non verbal ; visually impaired ; sight impaired ; vision impaired ; visual impairment ;
    partially sighted ; low vision ; blindness ; deaf(?:ness|blind)? ; hard of hearing ;
    hearing (?:impaired|impairment|loss|aids?) ; paraplegic ; quadriplegic ; tetraplegic ; paraly[sz]ed ; amputee ;
    prosthetic (?:leg|arm|limb) ; stammer(?:s|ing)? ; stutter(?:s|ing)? ; speech (?:impaired|impediment) ;
    aphasi(?:a|c) ; immuno ?(?:compromised|suppressed) ; wheelchair bound ; sleep apnoea ; vertigo ; tinnitus ;
    eczema ; psoriasis ; sciatica ; slipped disc ; hernia ; gallstones ; (?:under|over)active thyroid ;
    thyroid (?:condition|problem|cancer) ; anaemi(?:a|c) ; haemophilia(?:c)? ; sickle cell ; lupus ; narcolepsy ;
    alcoholi(?:c|sm) ; recovering addict ; drug addiction ; in rehab ; terminal(?:ly ill| illness) ;
    chronic (?:pain|illness|condition) ; long term (?:health )?(?:illness|health condition|condition) ;
    medical condition ; health condition ; broken (?:leg|arm|ankle|wrist|hip|foot|collarbone|neck|back) ;
    fractured (?:\w+ )?(?:leg|arm|ankle|wrist|hip|foot|skull|rib|ribs) ; concussion ; bad back ;
    back (?:pain|injury) ; learning (?:disability|difficult(?:y|ies)|disabled) ;
    neuro ?(?:divergent|diverse|atypical) ; special educational needs ; medically retired ; ill health retirement ;
    """
)
CASED = phrases(
    r"""
    (?:<has>|[Dd]iagnosed with|[Dd]iagnosis of|[Ll]iving with) (MS)(?! (?:Teams|Office|Excel|Word|Outlook|\
      Access|Project|Windows|Dynamics|SQL|licen[cs]e)) ;
    (?:<has>|[Dd]iagnosed with|[Dd]iagnosis of) (ADD|ME|CFS|OCD|IBS|COPD|MND|SAD|PCOS|DVT|TB)(?! (?:to|the|a|an|\
      it|this|on)\b) ;
    ME/CFS ; COPD ; HIV(?: positive)? ; AIDS ; OCD ;
    """,
    has=_HAS,
)
IMPLIED = phrases(
    r"""
    c(?:o)?eliac(?:s)?(?: disease)? ; diabetic ; <foods> allerg(?:y|ies) ;
    (?:severe(?:ly)? |mild(?:ly)? |also )?allergic to (?:all )?(?:\w+ ){0,1}<foods> ; allergic reaction ;
    food allerg(?:y|ies) ; (?:severe|mild|serious|life threatening|an|her|his|my) (allerg(?:y|ies)) ; allergies ;
    allergy ; allergic to ; epi ?pens? ; anaphyla(?:xis|ctic(?: shock)?) ;
    (?:lactose|gluten|dairy|fructose|wheat|histamine|egg|food) intoleran(?:t|ce) ; low sodium diet ; low fodmap ;
    hearing loop ; induction loop ; (?:bsl|sign language) interpreter ;
    wheelchairs?(?: access(?:ible)?| users?| space)? ; step free(?: access)? ;
    accessible (?:toilet|room|parking|entrance|bedroom|seating) ;
    mobility (?:aids?|issues?|scooter|impairment|needs|problems?|difficulties) ; walking (?:stick|frame) ; crutches ;
    large print ; braille ; (?:guide|assistance|hearing) dog ; screen reader ; reasonable adjustments? ; blue badge ;
    occupational health (?:referral|report|assessment) ; statutory sick pay ; statutory maternity pay ;
    maternity leave ;
    (?:seeing|see|attending|attends|her|his|my|their) (?:a )?(counsellor|therapist|psychiatrist|psychologist|\
      oncologist|cardiologist) ;
    personal emergency evacuation plan ;
    """,
    foods=_FOODS,
)
GUARDS = phrases(
    r"""
    heart attack (?:at|when|over) (?:the |i |we |my |our )?(?:\w+ )?(?:price|bill|cost|invoice|quote|saw|fees?|\
      estimate)\w* ;
    (?:nearly|almost) (?:had|gave \w+|have) a heart attack ;
    (?:tropical|great|economic|atmospheric|shallow|deep|frontal) depression ;
    (?:the|a|this|slight|small|shallow) depression(?= (?:in|on|of)) ;
    depression (?:in|of) the (?:ground|road|surface|land|lawn|soil|field|floor|chart|graph|market|economy|figures) ;
    depression era ; pregnant pause ;
    tropic of cancer ; cancer (?:research|charity|support|trust) ; macmillan cancer(?: support)? ; diabetes uk ;
    stroke of (?:luck|genius|a pen) ; bipolar (?:transistor|junction|plate|electrode)s? ;
    alcoholic (?:drinks?|beverages?) ; non alcoholic ;
    blind (?:copy|spot|trial|review|test|tasting|alley|faith|date|carbon) ; deaf (?:ears?|to (?:our|the|all)) ;
    learning disabilit(?:y|ies) (?:nurse|team|services?) ;
    disability (?:confident|living|discrimination|act|rights?|organisation|monitoring|insurance) ;
    anxiety (?:about|over)(?! attacks) ;
    allergic to (?:mondays|meetings|work|spreadsheets|paperwork|bureaucracy|change|fun) ;
    disabled (?:in|by|for|on|until|at) (?:the|our|your|a|default|your) ;
    depressed (?:market|prices?|sales|button|key) ; autistic society ;
    allerg(?:y|ies) (?:advice|information|menu|cards?|statement) ;
    in (?:a|the) hospital(?:ity)? (?:sector|setting|trust) ; cystic fibrosis carrier ;
    (?:no|any|dietary requirements and|or) allergies\? ; sickle cell (?:trait|carrier) ;
    """
)
HEADERS = phrases(
    r"""
    disabilit(?:y|ies) ; disabled ;
    (?:medical|health) (?:conditions?|notes?|issues?|history|needs|info(?:rmation)?|details) ; allerg(?:y|ies) ;
    medications? ; diagnos(?:is|es) ; access(?:ibility)? (?:needs?|requirements?) ; reasonable adjustments? ;
    sick(?:ness)? (?:reason|note) ; absence reason ; impairments? ; mobility needs ;
    """
)
NOTHING = phrases(
    r"""
    holiday ; annual leave ; standard ; training ; jury (?:service|duty) ; able bodied ;
    """
)


def recogniser() -> EntityRecognizer:
    """Words of illness, disability, treatment and need."""
    return TermRecogniser(
        "health",
        stated=STATED,
        implied=IMPLIED,
        cased=CASED,
        guards=GUARDS,
        headers=HEADERS,
        nothing=NOTHING,
    )
