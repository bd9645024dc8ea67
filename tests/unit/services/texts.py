"""Articles on the beat, written for the tests."""

LETTERS = """
The Department of Homeland Security on Monday gave Oregon until Friday to say whether its jails
will honor immigration detainers, and said it would sue if the state refuses.

“We are asking for a phone call before the door opens,” said Dana Whitcomb, a spokeswoman for the
Department of Homeland Security.

ICE says 62% of the people it arrested in Oregon since January had a criminal conviction.

Oregon's attorney general said the state would not comply with the detainer letters.
"""

RULING = """
A federal judge in Georgia on Tuesday ordered U.S. Immigration and Customs Enforcement to give
detainees at the Pine Hollow Detention Center bond hearings within seven days.

“Nobody is locked up without a hearing,” Judge Alma Reyes wrote. The Justice Department said it
would appeal to the 11th Circuit.
"""

HOCKEY = "The Admirals held the ice all night and won the series in overtime before a full house."
