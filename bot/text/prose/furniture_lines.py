"""What gives a line away as furniture: patterns by class, each for a whole line or paragraph.

Written by class, never by outlet: what an outlet alone repeats is found by its recurrence.
"""

from __future__ import annotations

import re

_I = re.IGNORECASE

#: Lines that are nothing but a label, with or without closing punctuation.
_LABELS = (
    # advertising
    "ad|ads|advertisement|advertisements|advertising|sponsored|sponsored content|promoted|"
    "promoted content|paid post|partner content|skip ad|skip advertisement|story continue[sd]|"
    "story continue[sd] below|continue reading|continue reading the main story|scroll to continue|"
    "scroll to continue with content|loading|loading\\.{1,3}|please wait|"
    # sharing and tools
    "share|share this|share this article|share this story|share this post|share article|"
    "share with friends|tweet|tweet this|pin it|email|e-mail|print|save|save article|copy link|"
    "link copied|bookmark|gift article|gift this article|facebook|twitter|x|linkedin|reddit|"
    "whatsapp|telegram|flipboard|pinterest|instagram|youtube|threads|bluesky|comment|comments|"
    "leave a comment|leave a reply|post a comment|add a comment|view comments|show comments|"
    "join the conversation|reprints|report an error|report a typo|listen|listen now|watch|"
    "watch now|play|pause|mute|close|menu|search|home|next|previous|prev|top|back to top|"
    "toggle navigation|skip to content|skip to main content|read more|learn more|view more|"
    "show more|see more|more|expand|view gallery|view image|open image|full screen|view all|"
    "click to enlarge|"
    # signposts
    "author|authors|about the author|about the authors|about the writer|written by|contributors|"
    "related|related articles?|related stories|related coverage|related content|related posts?|"
    "related news|related topics|related links?|related reading|recommended|recommended reading|"
    "recommended stories|recommended for you|read next|up next|next up|more stories|"
    "more news|more coverage|top stories|latest news|latest stories|trending|trending now|"
    "most read|most popular|popular stories|popular posts|editors?[’']?s? picks?|"
    "you may also like|you might also like|you may like|more like this|further reading|"
    "analysis/opinion|opinion/analysis|opinion|commentary|\\[?pull ?quote\\]?|"
    "in this article|table of contents|tags|topics|categories|filed under|share your thoughts|"
    "what to read next|also on the web|around the web|from our partners|our picks|featured|"
    "newsletter|newsletters|subscribe|subscribe now|sign up|sign up now|log in|login|sign in|"
    "register|donate|donate now|support us|breaking news alerts|photos?|video|gallery|slideshow"
)
LABEL = re.compile(rf"[\s>•·|*\-–—]*(?:{_LABELS})\s*[:.!»>→…]*", _I)

#: Labels after which only other articles, or the author's portrait, are listed.
TAIL_LABEL = re.compile(
    r"(?:about the (?:author|authors|writer)|authors?|written by|contributors|"
    r"related(?: \w+)?|recommended(?: \w+){0,2}|read next|up next|more (?:stories|news|coverage)|"
    r"more (?:from|in|on) .{2,40}|top stories|latest (?:news|stories)|trending(?: now)?|"
    r"most (?:read|popular)|popular (?:stories|posts)|editors?[’']?s? picks?|"
    r"you (?:may|might) (?:also )?like|what to read next|around the web|from our partners|"
    r"leave a (?:reply|comment)|comments(?: \(\d+\))?|\d+ comments?)\s*:?",
    _I,
)

#: Of these, the labels of a portrait: prose may follow, if only a little.
PORTRAIT_LABEL = re.compile(
    r"(?:about the (?:author|authors|writer)|authors?|written by|contributors)\s*:?", _I
)

#: A signpost with the headline it points to: "SEE ALSO: Protesters gather".
_SIGNPOST = (
    r"[\[(•*>\-–—\s]*(?:see also|see more|read also|also read|also see|related(?: \w+)?|"
    r"read more|read next|more on this|more coverage|more from \w+|don[’']t miss|watch(?: live|"
    r" now)?|"
    r"listen(?: now)?|video|photos?|gallery|explainer|recommended(?: \w+)?|must[- ]read|"
    r"in case you missed it|icymi|go deeper|dig deeper|previous(?:ly)?|up next|"
    r"from the archives?|live updates?|full coverage|trending|download|further reading)"
    r"\s?(?::|\||>|»|—|–)\s*\S.{0,200}"
)

_ADVERT = (
    r"(?:the )?(?:story|article|content|text) continues (?:below|after)\b.{0,60}|"
    r"(?:this )?(?:article|story|post) (?:is|was) (?:sponsored|paid for)\b.{0,100}|"
    r"advertisement\b[ .:\-–—]{0,3}(?:continue|scroll|story)\b.{0,60}"
)

_COUNTS = (
    r"(?:estimated |reading time:? ?)?\d{1,3}(?:-\d{1,3})?[ -]min(?:ute)?s?\.?(?: read|"
    r" de lectura)?|"
    r"(?:estimated )?read(?:ing)? time\b.{0,30}|"
    r"[\d.,]{1,12}[km]?\+? (?:views?|shares?|comments?|likes?|reads?|reactions?|retweets?|"
    r"followers|clicks?)|(?:views?|shares?|comments?|likes?):? ?\(?[\d.,]{1,12}[km]?\)?|"
    r"\d{1,3} of \d{1,3}|\d{1,3} ?/ ?\d{1,3}|[|•·*_=~\-–—?><\s]{1,80}"
)

_FILED = (
    r"(?:categor(?:y|ies)|tags?|tagged(?: with| as)?|filed under|file under|topics?|keywords?|"
    r"posted in|source|sources|via|section|release date|for immediate release|news date|"
    r"contact|media contact|share this|follow us)\s?:(?: .{0,160})?|"
    r"for (?:immediate|general) release\b.{0,60}|#\w+(?:[ ,]+#\w+){0,15}"
)

_CONTACT = (
    r".{3,120}\bcontributed (?:reporting )?to this (?:report|story|article)\b.{0,80}|"
    r".{0,80}\bcan be reached (?:at|by|via|on|through)\b.{0,160}|"
    r"(?:you can |to )?(?:reach|contact|e-?mail|follow|write to|message) (?:\S+ ){1,6}"
    r"(?:at|on|via|by|@)\b.{0,160}(?:@|twitter|facebook|instagram|linkedin|bluesky|\bx\b).{0,80}|"
    r"follow (?:us|him|her|them|me)\b.{0,120}|follow @\w{2,40}(?: .{0,80})?|"
    r".{0,120}\bcontact us (?:for|about|with|at|if|here)\b.{0,160}|"
    r"(?:have|got) (?:a|any) (?:news )?(?:tips?|story ideas?|questions?|comments?|feedback|"
    r"corrections?)"
    r"\b.{0,200}|(?:send|submit|share) (?:us )?(?:your )?(?:news )?(?:tips?|letters?|"
    r"feedback)\b.{0,160}|"
    r"(?:e-?mail|phone|tel|fax|twitter|facebook|instagram|x)\s?: ?\S{3,80}|\S{1,40}@\S{3,60}"
)

_BIO = (
    r"(?:[A-Z][\w.’'\-]+ ){1,4}is (?:an? |the )?(?:\w+[ -]){0,5}"
    r"(?:reporter|correspondent|columnist|contributor|journalist|staff writer|writer|editor|"
    r"producer|"
    r"freelancer|intern|fellow|photographer|anchor|blogger|author)\b"
    r"(?: (?:for|at|with|covering|who covers|who writes|based|on|in|of|from)\b.{0,400}|\.?)|"
    r"(?:[A-Z][\w.’'\-]+ ){1,4}(?:covers|writes about|reports on|writes for|reports for)\b.{0,300}|"
    r"(?:[A-Z][\w.’'\-]+ ){1,4}(?:passionately |regularly |proudly )?shares (?:his|her|"
    r"their) .{0,300}|"
    r"(?:[Rr]eporting|[Ee]diting|additional reporting|writing|compiled|translated) by .{3,200}"
)

_RIGHTS = (
    r".{0,40}(?:copyright|©|\(c\)) ?(?:©|\(c\))? ?(?:by )?(?:19|20)\d\d\b.{0,300}|"
    r"©.{0,200}|.{0,120}\ball rights reserved\b.{0,200}|.{0,100}\breprint (?:permission|"
    r"rights)s?\b.{0,100}|"
    r".{0,80}may not be (?:published|reproduced|reprinted|redistributed|broadcast)\b.{0,200}|"
    r"(?:this (?:article|story|piece|post|report) )?(?:was )?(?:originally |first )?"
    r"(?:appeared|published|posted) (?:first )?(?:on|in|by|at) .{2,120}|"
    r"(?:this (?:article|story|piece|post|report) )(?:was )(?:originally |first )"
    r"(?:appeared|published|posted)\b.{0,120}|"
    r"(?:republish|reprint) (?:this|our) .{0,160}|re-?printed (?:with|by) permission\b.{0,120}|"
    r"this (?:work|article|story) is licensed under\b.{0,200}"
)

_PLEA = (
    r"(?:please )?(?:subscribe|sign up|signup|register|log ?in|sign in|donate|join)\b"
    r"(?: (?:now|today|here|free|to|for|and|or|in|with|us|our|your|up)\b).{0,300}|"
    r"to (?:read|view|see|access|continue|keep|get|unlock|support)\b.{0,120}"
    r"\b(?:subscri\w+|register|log ?in|sign (?:in|up)|become a member|donat\w+)\b.{0,200}|"
    r"already (?:a |have |subscribed|registered)\b.{0,160}|"
    r"if you[’']re seeing this message\b.{0,300}|"
    r"(?:this|the) (?:article|story|content|page|video) is (?:only |exclusively )?"
    r"(?:available|reserved|for)\b.{0,40}\b(?:subscribers|members|registered)\b.{0,160}|"
    r"(?:you can choose|choose) an? .{0,60}\bsubscription\b.{0,300}|"
    r".{0,100}\b(?:special|exclusive) (?:welcome gift|offer)s?\b.{0,160}|"
    r"get (?:the|our|all|more|breaking|unlimited|free|daily|local|your|full|updates?|alerts?|"
    r"news)\b.{0,200}"
    r"\b(?:inbox|e-?mails?|newsletter|app|alerts?|delivered|subscription)\b.{0,160}|"
    r"(?:for (?:the|more|all) .{2,100},? )?(?:download|install|get) (?:the|our)\b.{0,80}"
    r"\b(?:apps?|android|ios|app store)\b.{0,160}|"
    r".{0,60}\b(?:help|please|consider|can you) (?:us )?(?:support|supporting|donat\w+|"
    r"contribut\w+)\b"
    r".{0,80}\b(?:journalism|newsroom|reporting)\b.{0,200}|"
    r"(?:support|fund|power) (?:our|independent|local|nonprofit|quality|fearless|black-owned|"
    r"community)\b.{0,120}\b(?:journalism|news|newsroom|reporting|business(?:es)?|work|"
    r"media)\b.{0,160}|"
    r"do it for the \w+ and support\b.{0,160}|"
    r".{0,80}\bdeliver(?:ed|y)? (?:\w+ ){0,4}to your (?:inbox|e-?mail|phone)\b.{0,160}|"
    r".{0,100}\bour (?:free )?(?:\w+ ){0,2}newsletters?\b.{0,160}|"
    r"(?:like|enjoy(?:ed|ing)?|love) (?:what you(?:[’']re reading|[’']ve read| see)|"
    r"this (?:article|story|post))\b.{0,200}|"
    r"(?:join|follow) (?:our|us on|the) .{0,60}\b(?:whatsapp|telegram|channel|community|facebook|"
    r"instagram|twitter|newsletter|conversation|google news)\b.{0,160}|"
    r"you (?:have|[’']ve) (?:reached|read|used)\b.{0,40}\b(?:free|limit|articles?)\b.{0,200}|"
    r"you must be (?:logged in|registered|a subscriber)\b.{0,120}|"
    r"thank you for (?:reading|subscribing|supporting|your support)\b.{0,160}|"
    r"(?:manage|change|choose) your (?:\w+ )?(?:preferences|settings|consent)\b.{0,100}"
)

_NOTICE = (
    r".{0,120}\bcomment(?:s|ing)? polic(?:y|ies)\b.{0,160}|"
    r"comments? (?:are|is|have been) (?:closed|moderated|disabled|turned off)\b.{0,160}|"
    r"(?:we|this (?:web)?site|our (?:web)?site|our partners) uses? cookies\b.{0,400}|"
    r"by (?:continuing|using|clicking|signing|subscribing|submitting)\b.{0,200}"
    r"\b(?:cookies?|terms|privacy|agree|consent|polic(?:y|ies))\b.{0,300}|"
    r"(?:.{0,80}\b(?:our|agree\w*|read|see|apply|protected by|and)\b.{0,40})?"
    r"\b(?:privacy policy|terms of (?:use|service)|cookie policy|recaptcha)\b.{0,80}|"
    r".{0,160}\bmay have changed since publication\b.{0,160}|"
    r"this (?:article|story|post) is (?:more than |over )?\d{1,2} (?:month|year)s? old\b.{0,80}|"
    r".{0,160}\b(?:not|nor) (?:intended as |constitute |construed as )?(?:financial|investment|"
    r"legal|medical) advice\b.{0,200}|"
    r".{0,80}\bfor (?:informational|information|educational) purposes only\b.{0,200}|"
    r"(?:the )?(?:views|opinions)(?: and (?:views|opinions))? expressed\b.{0,300}|"
    r".{0,60}\bthis (?:article|story|content|translation|summary|transcript) (?:was|is|has been|"
    r"may) "
    r"(?:been )?(?:automatically |partially )?(?:generated|translated|produced|created|"
    r"summarized)\b.{0,60}"
    r"\b(?:ai|artificial|automat\w+|machine|software)\b.{0,160}|"
    r"please enable javascript\b.{0,160}|your browser (?:does not|doesn[’']t)\b.{0,160}|"
    r"(?:this is an? |\()?(?:developing|breaking) (?:news )?story\b.{0,120}|"
    r"check back (?:for|later|soon)\b.{0,80}"
)

_CREDIT = (
    r"(?:file|photo|image|video|picture|graphic|illustration|courtesy|credit|caption|pictured|"
    r"above|below)s?"
    r"(?: (?:photo|credit|source|by|courtesy|of|via|from))*\s?[:–—-]\s.{0,500}|"
    r"(?:file|photo|image|video|picture|graphic|illustration|cover photo|photograph)s? "
    r"(?:by|courtesy(?: of)?|credit|via|from|source) .{2,160}|"
    r"courtesy (?:of|photo)\b.{0,120}|"
    r"(?:enlarge (?:this )?image )?(?:toggle|hide) caption\b.{0,300}|"
    r".{0,600}[(\[](?:[^()\[\]]{0,80}\b)?(?:photo|photos|image|images|illustration|getty|via ap|"
    r"via reuters|"
    r"screenshot|screengrab|courtesy|handout|file (?:photo|image|pic))\b[^()\[\]]{0,80}[)\]]\.?|"
    r".{0,80}(?:/|via |\| ?|© ?)(?:getty images|ap photo|shutterstock|afp|istock|alamy|"
    r"usa today network|"
    r"epa|imagn|zuma|sipa|reuters|tribune news service|tns)\b.{0,60}|"
    r"getty images|ap photo|shutterstock|associated press|reuters|afp|\(ap\)"
)

_TEASER = (
    r"(?:click|tap|swipe)\b.{0,40}\b(?:to|for|here|below|through|down)\b.{0,80}|"
    r"(?:read on|keep reading|keep scrolling|find out more|find out)\b.{0,80}"
)

#: The classes by name, in the order in which they are asked.
CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, _I if name != "bio" else re.NOFLAG))
    for name, pattern in (
        ("signpost", _SIGNPOST),
        ("advert", _ADVERT),
        ("counts", _COUNTS),
        ("filed", _FILED),
        ("contact", _CONTACT),
        ("bio", _BIO),
        ("rights", _RIGHTS),
        ("plea", _PLEA),
        ("notice", _NOTICE),
        ("credit", _CREDIT),
    )
)
#: Minutes to read, views, shares: what stands beside a headline.
COUNTED = re.compile(_COUNTS, _I)
TEASER = re.compile(_TEASER, _I)
#: No furniture line is longer; a longer paragraph is prose that only mentions such things.
LONGEST = 700
