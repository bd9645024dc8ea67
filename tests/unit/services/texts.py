"""Articles on the beat, written for the tests."""

LETTERS_TITLE = "Homeland Security gives Oregon until Friday on jail detainers"
LETTERS = """
The Department of Homeland Security on Monday gave Oregon until Friday to say whether its jails
will honor immigration detainers, and said it would sue if the state refuses.

“We are asking for a phone call before the door opens,” said Dana Whitcomb, a spokeswoman for the
Department of Homeland Security.

ICE says 62% of the people it arrested in Oregon since January had a criminal conviction.

Oregon's attorney general said the state would not comply with the detainer letters.
"""

RULING_TITLE = "Judge orders bond hearings for ICE detainees at Georgia center"
RULING = """
A federal judge in Georgia on Tuesday ordered U.S. Immigration and Customs Enforcement to give
detainees at the Pine Hollow Detention Center bond hearings within seven days.

“Nobody is locked up without a hearing,” Judge Alma Reyes wrote. The Justice Department said it
would appeal to the 11th Circuit.
"""

HOCKEY = "The Admirals held the ice all night and won the series in overtime before a full house."

#: Cites two laws, a docket and a form.
AGREEMENT = """
The sheriff of Marlow County, Kansas, signed a 287(g) agreement with U.S. Immigration and Customs
Enforcement on Wednesday, under which his deputies may question people in the county jail.

A lawsuit filed the same day, No. 1:26-cv-00412, says the agreement breaks 8 U.S.C. § 1357(g)(1)
and asks a federal judge to forbid detainers on Form I-247A without a judge's warrant.

“The deputies will be trained,” said Alma Ortega, a spokeswoman for Immigration and Customs
Enforcement. The county said it would answer the lawsuit in court.
"""
