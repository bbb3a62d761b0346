"""The sentences of Tinyworld: what happens to the words of `words.py`.

A scene is one paragraph. It consists of beats, separated by blank lines; a beat is a choice of lines. A beat
that begins with `?` is left out half of the time. To add a scene, add an entry to `SCENES`, under the table
that it is about or under another topic with a weight. The marks are explained in `words.py`. Further slots:
{S} is the subject of the scene, {w} its word, {do} one of its phrases, {A} and {B} are two people, and
{+plural} is a sentence or two about a word of that table (`ASIDES`).
"""

# A sentence or two about a word that is not the subject of the scene.
ASIDES = {
    "plural": """
        {quant} {w} <do:n> the same: {it} {do}.
        {spot}, {quant} {w} {do}.
        {A} <find> {quant} {adj} {w} {spot}.
        {A} <point> at {quant} {w} {spot}. "Whose {w} <be:pn> {this}?" {ask} {B}.
        {quant} {w} {do} while they <be:+> talking.
        There <be:n> {quant_new} {w} {spot}, {adj} and forgotten.
        {A} <have> {quant_new} {adj} {w} to look after, and {it} {do}.
        {quant} {adj} {w} {do} {when}.
        Somebody <have> left {quant_new} {adj} {w} {spot}.
        Why <do:n> {quant} {w} never stay {spot}? {it} {do}.
        "I see {quant_new} {w} {spot}," {say} {A}, and indeed, {it} {do}.
        {A} <move> {quant} {adj} {w}, and {it} {do}.
    """,
    "degree": """
        Outside, the {n} <be> so {tall} that {so}.
        That {part} the {n} <be> so {tall} that {so}.
        Outside, {A} <stop> in front of the {n}, much {taller} than {a_he} <think>: {so}.
        The {n} of {village} <be> even {taller} than the {n2}, and {so}.
        They <pass:+> the {tallest} {n} of all, where {so}.
        {A} <say> that the {n} of {village} <be> the {tallest} in the world, and that {so}.
        On the way home the {n} <seem> {taller} than ever, and {so}.
        On the way they <come:+> to a very {tall} {n}, and {so}.
        "No {n} is {taller} than this," {say} {A}; {so}.
        They <know:+> where to find the {tallest} {n} in the whole valley; {so}.
        Was that the {tallest} {n} in the world? {A} <think> so, for {so}.
        "As {tall} as a {n2}," {say} {B} of the {n} outside, and indeed, {so}.
        The {n} outside <be> far {taller} than before, so that {so}.
        "{B} has the {tallest} {n} of all," {say} {A}; {so}.
        How {tall} the {n} of {village} <be>! {so}.
    """,
    "animal": """
        {S} {do} {when}.
        {A} <see> {a_w_aged} {do:inf}. {age}
        {A} <stop> to see {S} {do:inf}. {age}
        Nobody <notice> that {S} {do}.
        {age} It {do}.
    """,
    "opposite": """
        What a {really} {w} {n}! {n_it} {deed}.
        The {n} <be> {really} {w} {at}, and everyone {verdict}.
        Everyone {verdict} because the {n} <be> so {w} {at}.
        {A} <know> a {w} {n}, {really} {w} {at}; {n_it} {deed}.
        Such a {really} {w} {n}! {n_it} {deed}, and {A} {verdict}.
        "What a {really} {w} {n}," {say} {A}, {face}. {n_it} {deed}.
        {A} {verdict}: the {n} <be> {really} {w} {at} and {deed}.
    """,
}

# Slots that every scene can use: frames, times, clauses and words that fit anywhere.
POOLS = {
    # What a subject does with its phrases: in every scene that has a {do}.
    "frame": """
        {when}, {S} {do}.
        {when}, {S} {do}, {because}.
        {S} {do}, {because}.
        {S} {do} and {do}.
        {S} {do} {when}.
        {S} <try> to {do:inf}, but {hitch}.
        {S} <want> to {do:inf}, but {hitch}.
        Instead of {do:ing}, {S} {do}.
        While {S} <be> {do:ing}, {meanwhile}.
        {S} <be> still {do:ing} when {meanwhile}.
        {S} <be> {do:ing} {when} when {meanwhile}.
        {A} <find> {S} {do:ing}.
        {A} <watch> {S} {do:inf} and <say> nothing.
        It <take> {S} {duration} to {do:inf}.
        {S} {do} {rare:manner}.
        Before {do:ing}, {S} {do}.
        After {do:ing}, {S} {do}, and {meanwhile}.
        Nobody but {A} <see> {S} {do:inf}.
        Twice {S} <try> to {do:inf}; the third time {hitch}.
        {S} <spend> {duration} {do:ing}.
        {S} {do}; then {he} {do}.
        {S} {do}, and when {meanwhile}, {he} {do} as well.
        "Must {Sq} {do:inf} [just now|at this hour|on a {weekday}]?" {ask} {A}.
        {A} <think> of {S}, who <be> still {do:ing} {when}.
        "I like to see {Sq} {do:inf}," {say} {A}.
        {meanwhile}, but {S} {do} all the same.
        {S} never {do} without a good reason.
        Once more {S} {do}.
        {A} <ask> {B} whether {S} <be> still {do:ing}.
        Nothing <can> stop {S} from {do:ing}.
        {S} <be> so busy {do:ing} that {meanwhile2}.
    """,
    # The same for animals and trades, whose verbs are many: no forms in -ing.
    "plain_frame": """
        {when}, {S} {do}.
        {when}, {S} {do}, {because}.
        {S} {do}, {because}.
        {S} {do} and {do}.
        {S} {do} {when}.
        {S} {do} and {do}, and {meanwhile}.
        {S} <try> to {do:inf}, but {hitch}.
        {S} <want> to {do:inf}, but {hitch}.
        {A} <watch> {S} {do:inf} and <say> nothing.
        {A} <laugh> to see {S} {do:inf}.
        It <take> {S} {duration} to {do:inf}.
        {S} {do} {rare:manner}.
        Nobody but {A} <see> {S} {do:inf}.
        Twice {S} <try> to {do:inf}; the third time {hitch}.
        {S} {do}; then {he} {do}.
        {S} {do}, and when {meanwhile}, {he} {do} as well.
        "Must {Sq} {do:inf} [just now|at this hour|on a {weekday}]?" {ask} {A}.
        "I like to see {Sq} {do:inf}," {say} {A}.
        {meanwhile}, but {S} {do} all the same.
        {S} never {do} without a good reason.
        Once more {S} {do}.
        {S} <have> to {do:inf} before {meanwhile}.
        When {meanwhile}, {S} {do}.
        After {duration} {S} {do} again.
        Would {S} {do:inf} again? {A} <hope> so.
    """,
    "when_past": """
        yesterday
        last year
        last week
        last {season}
        last {weekday}
        two years ago
        a week ago
        one {part}
        one {season}
        the other day
        that {part}
    """,
    "when_present": """
        every day
        every {part}
        every {season}
        every {weekday}
        every week
        usually
        on most days
        nowadays
        as a rule
    """,
    "because": """
        because it <be> {weekday}
        because nobody else <want> to
        because {he} <be> tired of waiting
        because {A} <have> dared {him} to
        since there <be> nothing else to do
        as {he} <have> promised {A}
        to please {A}
        to annoy {B}
        out of habit
        """,
    "because_they": """
        because it <be> {weekday}
        because everyone else <do>
        to keep warm
        for the fun of it
        just to annoy {B}
        since it <be> a holiday
        although it <be> late
    """,
    "hitch": """
        nobody <help>
        there <be> no time
        the {weather} <come> first
        {B} <be> quicker
        {A} <say> no
        it <be> too late
        something always <go> wrong
        {B} <get> in the way
        {rare:ailment} <put> an end to it
    """,
    "hitch_they": """
        {A} <will> not sell
        nobody <know> the price
        {A} <ask> far too much
        {B} <have> no money left
        {A} <say> no, and no again
    """,
    "meanwhile": """
        the rain <begin>
        the clock <strike> {number}
        somebody <knock>
        {B} <drop> a plate
        {B} <come> in with the news
        the wind <slam> the door
        the soup <boil> over
        a cart <go> by
        the lights <go:+> out
        a stranger <look> in
        {A} <begin> to laugh
        {A} <call> everyone to dinner
        the neighbours <come:+> to complain
        it <get> dark
        {B} <shout> from the street
    """,
    "meanwhile2": """
        {he} <miss> dinner
        {he} <forget> to eat
        nobody <dare> to speak
        {A} <give> up and <go> home
        {he} never <hear> the clock
    """,
    "duration": """
        an hour
        half the night
        {number} hours
        {number} days
        a whole week
        most of the day
        a long time
        the rest of the afternoon
    """,
    "duration_for": """
        for hours
        for {number} days
        until {hour}
        until nobody <can> stand
        for the rest of the week
    """,
    "opening": """
        It <be> one of those days when nobody in {village} <want> to work.
        After {number} days of {weather} the sun <come> out at last.
        {A} <come> back from {village} with wet feet and good news.
        Everyone <be> at home, since there <be> nothing to do in {village}.
        "What a day!" {say} {A}, and for once {B} <agree>.
        {B} <be> asleep under a {tree}, and {A} <be> not far from it.
        There <be> a light in every window, for it <get> dark so early.
        Nobody in {village} <expect> anything that {part}.
        {A} and {B} <be:+> on the way to {village} on foot.
        Dinner <be> late, and a {bird} <sit> in the {tree}.
        It <be> {hour}, and {A} <have> not had breakfast yet.
        The street <be> full of people on their way home from {village}.
        {A} <have> an idea, and {B} <be> afraid of it already.
        This <be> the story that {A} <tell> when it <rain>.
        It <be> a fine day in {village}.
        It <be> raining again in {village}.
        The clocks of {village} <strike:+> {number}.
        There <be> {weather} outside, and more {weather} to come.
        It <be> {weekday}, and {village} <smell> of {drink}.
        Snow <lie> on the roofs of {village}.
        The whole of {village} <be> asleep.
        {A} and {B} <sit:+> on the wall and <watch:+> the street.
        {A} <have> {rare:ailment}, and {B} <read> aloud to {a_him}.
        {A} <talk> about {rare:topic}, and {B} <yawn>.
        The streets of {village} <be:+> empty.
        A wind <blow> in from {village}.
        The air <smell> of {weather} and {drink}.
        {B} <be> late, as always.
        The {weather} <be> over.
        There <be> news from {village}.
        It <be> nearly {season}.
        It <be> the first day of {season}.
        All the windows in {village} <be:+> open.
    """,
    "close": """
        And that <be> all that anyone in {village} <know> about it.
        {A} <want> to laugh, but {B} <look> so sad that nobody <do>.
        "Never again," {say} {A}, who <have> said so every {season} for years.
        When {B} <hear> about it, {b_he} only <ask> what there <be> for dinner.
        In the end they <leave:+> it at that, and {A} <go> home by way of {village}.
        {A} <tell> nobody but {B}, and so by {hour} everyone <know>.
        "I was there," {say} {B}, although {b_he} never <be>.
        It <rain> all the way home, and neither of them <have> a hat.
        "Tell it again," {say} {B}, and {A} <tell> it again, with a better end.
        There <be> nothing more to say, and they <say:+> it over a glass of {drink}.
        {A} <sleep> badly that night; {B} never <sleep> better.
        People <ask:+> {A} about it for years.
        Old people in {village} still <remember:+> it, or <say:+> that they do.
        The only one who <be> not happy <be> {B}, but then {b_he} never <be>.
        From that day on {A} and {B} <be:+> friends.
        {B} <laugh> first, then {A}, and then the whole street.
        Nobody <ask> {A} what {a_he} <think>, which <be> a pity.
        "It could have been worse," {say} {A}. It <be>, later.
        One half of {village} <believe> {A}; the other half <believe> {B}.
        Was that right? {A} <think> so, and {B} <do> not.
        {A} <think> about it all the way home.
        Even {B} <have> to laugh.
        Nobody in {village} <say> a word.
        "You never know," {say} {B}, and <drink> some {drink}.
        "Well, that was that," {say} {A}.
        {B} <miss> the whole thing, and never <believe> it.
        By {hour} it <be> forgotten.
        Such things <happen:+> in {village}.
        Perhaps it <be> all the fault of {B}.
        {A} <laugh> and <talk> about {rare:topic}.
        "You {rare:insult}!" {say} {B}, but {b_he} <smile>.
        "What a {rare:insult} I am," {say} {A} {rare:manner}.
        Then they <sit:+> down to {rare:dish} and {rare:dish}.
        {A} <get> a {rare:curiosity} for it, and {B} <get> nothing.
        Who <can> blame {A}?
        And {B}? {B} <sleep> through it all.
        After that they <talk:+> about {rare:topic}.
        It <be> late when {A} <put> out the lamp.
        The next day there <be> {weather}, and nobody <remember> it.
        "Not a word to {B}," {say} {A} {rare:manner}.
        {A} and {B} <go:+> home without speaking.
        In {village} they still <tell:+> the story.
        So it <go>, and {B} <go> to bed.
        {B} <blame> {A}, and {A} <blame> the {weather}.
        {A} <laugh> so hard that {a_he} <get> the hiccups.
    """,
    "say": "<say>\n<whisper>\n<murmur>\n<declare>\n<remark>\n<call>",
    "reply": "<say>\n<reply>\n<answer>\n<reply>\n<explain>",
    "ask": "<ask>\n<ask>\n<wonder>\n<wonder>",
    "season": "spring\nsummer\nautumn\nwinter",
    "weekday": "Monday\nTuesday\nWednesday\nThursday\nFriday\nSaturday\nSunday",
    "part": "morning\nafternoon\nevening\nnight",
    "hour": "noon\nmidnight\nsix o'clock\nnine o'clock\nfour o'clock",
    "warm": "warm\nwarm and quiet\nfull of people",
    "group": """
        the cousins
        the twins
        the neighbours
        the whole family
        the old friends
        the visitors
        the cousins from {village}
        the summer visitors
        our neighbours
    """,
}

# What appears only near one word of a pair: table -> slot -> (first word, second word).
SIDES = {
    "gender": {"pronoun": ("he", "she"), "sir": ("sir", "madam")},
    "kin": {"pronoun": ("he", "she"), "feature": ("cap\nwaistcoat", "bonnet\nshawl")},
    "animal": {
        "pronoun": ("it", "it"),
        "S": (
            "the little {w}\nthe {w}\nthe playful little {w}\nthe newborn {w}",
            "the old {w}\nthe {w}\nthe big old {w}\nthe full-grown {w}",
        ),
        "a_w_aged": (
            "a little {w}\na newborn {w}\na tiny {w}",
            "an old {w}\na full-grown {w}\na big old {w}",
        ),
        "age": (
            """
            The {w}, born {number} days ago, <be> still unsteady on its legs.
            The newborn {w} <be> only {number} weeks old.
            Such a tiny {w}! It <be> born at {hour}, {number} weeks ago.
            The tiny {w} <be> so newborn and playful that it <fall> over its own legs.
            """,
            """
            The {w} <be> {number} years old and stiff with age.
            The old {w} <have> had its young and <want> only peace.
            The {w}, full-grown and grey, <have> had a long life.
            It <be> a big old {w}, grey with age, and its young <be:+> long gone.
            """,
        ),
        "age_end": (
            """
            The tired little {w} <fall> asleep on its unsteady legs.
            A newborn {w} <have> so much to learn.
            Still so tiny and playful, the little {w} <sleep> in a basket.
            The little {w}, born so late, <have> a whole life before it.
            """,
            """
            The old {w} <close> its eyes like one who has seen many years.
            The full-grown {w} <have> no need to hurry at its age.
            For all its years, the {w} <be> still the boss of its young.
            The big {w}, grey with age, <fall> asleep standing up.
            """,
        ),
    },
    "plural": {
        "quant": ("this\nthat\nthe only\nthis one", "these\nall these\nboth\nthose\nmany"),
        "quant_new": ("one\njust one\nonly one", "two\nmany\nseveral\nthree\nfive"),
        "it": ("it", "they"),
        "its": ("its", "their"),
        "them": ("it", "them"),
        "this": ("this", "these"),
    },
    "opposite": {
        "really": ("wonderfully\ndelightfully\nadmirably", "terribly\nshamefully\nhorribly"),
        "verdict": (
            "<be> delighted\n<smile> with pleasure\n<be> grateful",
            "<be> disgusted\n<complain> bitterly\n<be> furious",
        ),
        "face": ("smiling\nwith a grateful smile\ndelighted", "frowning\nwith an angry frown\nfurious"),
        "answer": ("With pleasure", "Never again"),
        "farewell": ("Many thanks\nCome back soon", "Shame on you\nNever come back"),
    },
}

# How often each scene about a table or a topic is used, relative to the others.
WEIGHTS = {
    "gender": 8,
    "kin": 9,
    "workplace": 9,
    "animal": 8,
    "past tense": 11,
    "plural": 15,
    "country": 9,
    "degree": 15,
    "opposite": 30,
    "town": 2,
    "home": 2,
    "food": 6,
    "wood": 4,
    "sense": 8,
}

# Table or topic -> name -> text. All are told in the past, except those in `PRESENT`.
PRESENT = {"doing now"}
SCENES = {
    # A word with two senses: its text is one of `SENSES`.
    "sense": {
        "two senses": "",
    },
    # Someone with a title, a house or a puddle, in the street and at home.
    "gender": {
        "title day": """
        {opening}
        {opening} The {w} <do> not mind.
        In {village} everyone <know> the {w}, and everyone <talk> of {about}.
        {A} <like> to tell how the {w} {do}.

        {frame}

        {frame}

        ? {+degree}
        ? {+opposite}

        {he} {do}, and nobody <dare> to ask {him} about {about}.
        "Good morning, {sir}," {say} {A} to the {w}. {he} only <nod> and <think> of {about}.
        The {w} <think> of {about} and of nothing else that {part}.
        "Is it true about {about}?" {ask} {B}. The {w} <shake> {his} head and {do}.

        {frame}

        {close}
        "Thank you, {sir}," {say} {A}, and the {w} <smile> to {himself}.
        The {w} <keep> {his} opinion of {about} to {himself}.
        What {he} <think> of {about}, {he} never <tell>.
        """,
        "title gossip": """
        "Have you heard about the {w}?" {ask} {A}. "{he} has begun to {do:inf}!"
        "The {w} likes to {do:inf}," {say} {A}. "{he} told me so {himself}."
        "Where is the {w}?" {ask} {A}. "Where {he} always is," {reply} {B}. "{he} is {do:ing}."
        "What is the {w} like?" {ask} {A}. "{he} will talk about {about} all night," {reply} {B}.

        {B} [had heard it before|would not believe it|put down the {pan}]. "[Once|Last year] I saw {him} {do:inf}."
        "{he} was never like that," {say} {B}. "{he} only worries about {about}."
        "{he} is the {w}, and {he} will always {do:inf}," {say} {B}.

        Just then the {w} came in, [took off|hung up|brushed] {his} {garment} and asked what was for dinner.
        At that moment the {w} {himself} walked past, with {his} {garment} over {his} arm.
        The {w} heard every word, for {he} was {do:ing} next door.

        {frame}

        ? {+plural}
        ? {+degree}

        Nobody talked about {about} again until {he} had gone.
        "Good day, {sir}," {say} {B}, and {A} looked at the ceiling.
        The {w} only laughed, and told them about {about} {himself}.
        {close}
        """,
        "title wish": """
        There was once a {w} who wished for nothing but {about}.
        Long ago there lived a {w} who {do} whenever the moon was full.
        In {village} there lived a {w} who never forgot {about}.
        One {season} the {w} of {village} fell ill with {rare:ailment}.

        {he} had a {furniture}, a {furniture}, {his} own {pan} and a {bird}, but {he} was not happy.
        The doctor of the place told {him} not to {do:inf}, but {he} {do} anyway.
        {his} friends said that {he} ought to {do:inf} more often, and so {he} did.
        Nobody had ever asked {him} to {do:inf}, although {he} was good at it.

        {frame}

        {frame}

        {A} asked the {w} whether {he} was happy. {he} thought about {about} for {duration}.
        Then {A} gave {him} a {rare:curiosity}, and the {w} forgot {about}.
        A letter came for the {w}, all about {about}.
        The {w} and {A} talked about {rare:topic} until {meanwhile}.

        From then on {he} {do} only on Sundays.
        After that, the {w} was never seen {do:ing} again.
        They say that {he} still thinks of {about}.
        {close}
        """,
    },
    # Relatives of a named person.
    "kin": {
        "kin visit": """
        {A} <have> a {w}, and {his} name <be> {relative_name}.
        {A} <live> in {village} with {a_his} {w}.
        When the {weather} <come>, {A} <go> to see {a_his} {w}.
        There <be> a {garment} behind the door, so {A} <know> that {a_his} {w} <be> there.
        {opening} {A} and {a_his} {w} <be:+> at home.

        {frame}

        {frame}

        "Do not worry about {about}," {say} the {w}, and <hold> {his} {feature}.
        The {w} <talk> about {about}, and {A} <listen>, or <pretend> to.
        {his} {feature} <be> wet, but the {w} <do> not care, for {he} <have> {about} to think about.
        {A} <ask> {a_his} {w} about {about}. {he} <smile> under {his} {feature}.

        ? {+plural}
        ? {+plural}
        ? {+opposite}

        {frame}

        The {w} <go> to bed with {his} {feature} on.
        {A} <love> {a_his} {w}, in spite of {about}.
        Then {he} <laugh>, and the {w} <laugh> until {he} <lose> {his} {feature}.
        {close}
        """,
        "kin letter": """
        "My {w} is coming," {say} {A}. "Hide the {furniture}!"
        "You have never met my {w}," {A} told {B}. "Wait until you hear about {about}."
        "When I was small," {say} {B}, "my {w} {do} every evening."
        {A} missed {a_his} {w}, and most of all {his} stories about {about}.

        Everyone had a tale about the {w}. {he} {do}, they said, and {he} {do}.
        Last {season} the {w} {do} and {do}, and {meanwhile}.
        The {w} was always well dressed, and nobody had a {feature} like that.
        {A} knew what the {w} wanted. {he} wanted to {do:inf}.

        {frame}

        {+degree}
        {+plural}
        {frame}

        "Is that your {w}?" whispered {B}. "{he} has such a handsome {feature}!"
        "I do not mind the {w}," {say} {B}, "but {he} might stop {do:ing}."
        {B} had a {w} too, and {he} was just as fond of {about}.

        {frame}

        {close}
        When the {w} left, the house was quiet, and {A} missed {him}.
        {A} wished that {a_his} {w} would {do:inf} for ever.
        Of course {A} forgave the {w}. {he} was family.
        """,
    },
    # Trades and the houses they work in.
    "workplace": {
        "trade morning": """
        The door of the {place} <open> at {hour}, and inside, {in}.
        Inside the {place} it <be> {warm}: {in}.
        {A} <work> at the {place}, where {in}.
        {opening} In the {place} {in}.
        The windows of the {place} <be:+> steamed up, for {in}.

        The {w} {do} and {do}.
        "Is it {weekday} already?" {ask} the {w}. Then {he} {do}.
        The {w} <wipe> {his} hands and {do}.
        The {w} <be> in a good mood. {he} {do} and <whistle> a {tune}.

        {plain_frame}

        {+plural}
        {+degree}
        {+opposite}

        Behind the {place}, {B} <wait> out of the rain; inside, {in}.
        At the back of the {place}, {in} and {in}.
        People <come:+> to the {place} just to stand in the doorway, because {in}.
        At night the {place} <be> empty, although {in}.

        {plain_frame}

        "I was born for this," {say} the {w}, and {he} {do}.
        At {hour} the {w} <lock> up the {place} and <go> home, tired but content.
        The {w} <be> proud of the {place}, although it <be> small.
        {close}
        """,
        "trade apprentice": """
        {A} was sent to the {place} to learn the trade.
        {A} went to the {place} to see how it was done. Inside, {in}.
        On {a_his} first day at the {place}, {A} stood in everybody's way.
        "You are late," {say} the {w} when {A} came running into the {place}.

        The {w} showed {a_him} how to {do:inf}, which looked easy.
        "First you {do:inf}," {say} the {w}, "and then you {do:inf}. Even {B} could do it."
        "First of all," explained the {w}, "we {do:inf}."
        The {w} had been {job} for years and years, and {he} was in no hurry.

        {A} tried {job}. It was harder than it looked, and {hitch}.
        {A} got it wrong the first time, and the second, and {in}.
        {A} learned {job} by watching the {w} {do:inf}.

        {plain_frame}

        ? Inside the {place}, {in}, but {A} no longer noticed.
        ? {+opposite}

        {+degree}
        {+plural}

        "Not bad," {say} the {w} at last, which was more than {he} usually said.
        "One day this {place} will be yours," {say} the {w}, and {he} meant it.
        When the {w} went home, {A} stayed in the {place}, {job} until it was dark.
        That night {A} dreamed of the {place}, where {in}.
        """,
        "trade trouble": """
        One {season} there was a fire in the {place}. The {w} wanted to {do:inf} when it began.
        One night somebody took the {pan} from the {place}.
        Part of the {place} fell down just as the {w} {do}.
        For {duration} the {place} stood empty, because the {w} had {rare:ailment}.
        The walls of the {place} were painted {colour} while the {w} was away.

        Nobody was hurt, but {in}, and the {w} sat on the doorstep of the {place}.
        "Never mind the {place}," {say} {A}. "We still need somebody to {do:inf}."
        Without the {w}, who was to {do:inf}? Without the {place}, where would they meet?

        {B} offered to do the work of the {w}, but {B} could not even {do:inf}.
        {A} brought a {furniture} to the {place} and swept the floor.
        The whole of {village} came to the {place} to help.

        {plain_frame}

        ? {+opposite}
        ? {+plural}

        Soon the {place} was open again: {in} and {in}.
        A week later the {w} {do} as before, and {in}.
        "Back to work," {say} the {w}, and {he} {do} until late at night.
        So the {w} learned to lock the door of the {place} at night.
        """,
    },
    # Animals, small and large.
    "animal": {
        "animal day": """
        {age}
        {opening} {age}
        {age} {A} <be> proud of it.
        Hanna and Wil <keep:+> {a_w_aged} behind the house. {age}

        {plain_frame}

        {plain_frame}

        {A} <bring> it {food}, and {S} <come> at once.
        {A} <look> for {S} everywhere. It <be> at the {home} all the time.
        "It wants {food}," {say} {A}, and {S} {do}.
        {S} <like> {food} best of all, and <like> to {do:inf}.

        ? {+degree}
        ? {+plural}

        {plain_frame}

        {age_end}
        {close}
        {age_end}
        """,
        "animal lost": """
        One {season} {S} was gone. The {home} was empty, and {A} was in tears.
        {S} had been gone since {hour}, and {meanwhile}.
        "Where is {S}?" called {A}, running past the {home}.
        {age} Then, one morning, it was not at the {home}.

        {A} looked behind the {home} and under the {furniture}.
        {B} had seen {S} {do:inf}, but that was an hour ago.
        "It cannot have gone far," {say} {B}. "It never goes far without {food}."
        {A} put out some {food} and waited. Would {S} come for it?

        {+degree}
        {plain_frame}
        {plain_frame}

        There was {S} at last! It {do} as if nothing had happened.
        In the end they found {S} on the road to {village}. It {do}.
        At {hour} {S} came home by itself and {do}.

        {plain_frame}

        {age_end}
        That night {S} slept at the {home}, full of {food}.
        {A} did not scold it. {age_end}
        """,
        "animal sale": """
        At the farm of Hanna and Wil {a_w_aged} {do} {when}. {age}
        {A} <buy> {a_w_aged} from {B}. {age}
        {a_w_aged} <come> to live with {A}. {age}

        "What does it eat?" {ask} {A}. "{food}," {reply} {B}, "and anything else it can find at the {home}."
        "Does it do anything?" {ask} {A}. "It will {do:inf} all day if you let it," {reply} {B}.
        "It is only {a_w_aged}," {say} {B}. "It will {do:inf}, that is all."

        {plain_frame}

        {plain_frame}

        ? {+opposite}
        ? {+plural}

        {A} <call> {S} and <give> it some {food}.
        {S} {do} and <wait> by the {home} for {food}.
        From the {home} {A} <can> hear it {do:inf}.

        {age_end}
        {close}
        """,
    },
    # What several people do together, then and now.
    "past tense": {
        "doing now": """
        {when}, {group} <{w}:+> {o}.
        {when}, {group} <{w}:+> {o}, {because_they}.
        {group} <{w}:+> {o} {when}.
        In {village}, {group} <{w}:+> {o} {when}.

        {A} and {B} <{w}:+> {o} too, {because_they}.
        They <{w}:+> {o}, {because_they}, and then they <{w}:+> {o}.
        {when}, they <{w}:+> {o} as well, and nobody can stop them.
        Some <{w}:+> {o}; the others only look on.

        {when}, {A} and {B} <{w}:+> {o}, and {group} <{w}:+> {o}.
        Those who <{w}:+> {o} are the happiest of all.
        "We <{w}:+> {o} {when}," they say. "Come to {village} and see."
        And what do {group} do? They <{w}:+> {o} {when}.

        {when}, all of them <{w}:+> {o}.
        They <{w}:+> {o} {duration_for}, and {when} they <{w}:+> {o}.
        "They always <{w}:+> {o} {when}," say the people of {village}.

        It is the same {when}.
        {A} is never tired of it.
        {when}, {A} and {B} <{w}:+> {o} as well.
        That is how it is in {village}.
        """,
        "doing once": """
        {when}, {group} <{w}:+> {o}.
        {when}, when {meanwhile}, {group} <{w}:+> {o}.
        {group} <{w}:+> {o} {when}.
        {opening} {when}, {group} <{w}:+> {o}.

        {A} and {B} <{w}:+> {o} too, and {then}.
        They <{w}:+> {o}, {because_they}, and {then}.
        {when}, they <{w}:+> {o} as well, until {then}.
        Some <{w}:+> {o}; the others only looked on, and {then}.

        {A} was never tired of it, and {when}, {group} <{w}:+> {o} with {a_him}.
        {when}, {A} and {B} <{w}:+> {o}, although {then}.
        Those who <{w}:+> {o} were the happiest of all, even when {then}.
        When they <{w}:+> {o}, {then}, and nobody complained.

        They <{w}:+> {o} {duration_for}, and {then}.
        {then}, but they <{w}:+> {o} all the same.
        {when}, {group} and {B} <{w}:+> {o} in {village}.
        And what did {group} do? They <{w}:+> {o} {when}.

        ? {+degree}
        ? {+plural}
        ? {+opposite}

        {close}
        {when}, the neighbours <{w}:+> {o} as well.
        {then}, and that was that.
        """,
        "doing then and now": """
        "Do you still {w} {o}?" {ask} {A}. "We {w} every day," {reply} {B}, "usually {o}."
        "We always {w} {o}," {say} {B}. "They {w} {o} too, every week."
        "How well they {w}!" {say} {A}. "You should see how my cousins {w} {o}."
        "Can you {w}?" {ask} {A}. "We can all {w}," {reply} {B}. "We {w} {o} every morning."

        Last year {A} and {B} <{w}:+> {o} together, and {then}.
        Two years ago they <{w}:+> {o}, and once they <{w}:+> {o}; {then}.
        Yesterday {group} <{w}:+> {o} without being asked, and {then}.

        "Those who {w} {o} grow old," {say} {B}, "and I {w} {o} to stay young."
        "If you {w} {o} today," {say} {A}, "I will {w} {o} tomorrow."
        "Come and {w} with us," {say} {B}. "We {w} {o} on most days."

        So {group} <{w}:+> {o}. It was {hour} when they stopped.
        That {part}, they <{w}:+> {o} again, and {then}.
        {A} <{w}> {o} that {part}, and {B} <{w}> {o}.

        {close}
        {+plural}
        {+degree}
        """,
    },
    # One thing or several.
    "plural": {
        "thing": """
        {A} <have> {quant_new} {w} of {a_his} own: {it} {do}.
        There <be:n> {quant_new} {adj} {w} {spot}, and {A} <know> it.
        {opening} {spot}, {quant} {w} {do}.
        {when}, {quant} {adj} {w} {do}, and nobody <know> why.

        "{quant_new} {w} for me? Where shall I put {them}?" {ask} {A}.
        "Careful with {quant} {w}!" {say} {B}. And indeed, {it} {do}.
        {B} <want> to buy {quant_new} {adj} {w}, but {hitch_they}.
        {A} <count> aloud: {quant_new} {adj} {w} {spot}, {quant_new} {w} on the floor.

        {quant} {w} {do}, {when}, right in front of {A}.
        {spot}, where {A} <have> left {them}, there <be:n> still {quant_new} {adj} {w}.
        {A} <draw> a picture of {this} {w} {spot}.
        {quant} {w} <be:n> {adj} now, but {it} still {do}.

        ? {+degree}
        ? {+opposite}
        ? {+plural}

        "I never liked {this} {w}," {say} {B}. {it} {do}, as if to answer.
        {quant} {w} {do}; {meanwhile}.
        In the end {A} <give> {B} {this} {adj} {w} as a present.
        How {this} {adj} {w} <come:n> to be {spot}, nobody <can> say.

        {close}
        {it} {do} to this day.
        """,
    },
    # Countries, their capitals and their people.
    "country": {
        "arrival": """
        {A} came to {capital}, the capital of {country}, {when}.
        After {number} days on the river, {A} saw the walls of {capital}.
        The coach reached the city gate of {capital} at {hour}.
        "This is {capital}," {say} the guard at the city gate. "Any {goods} to declare?"

        The streets of {capital} smelt of {scent}, and the shops sold nothing but {goods}.
        In the main square of {capital}, {number} citizens were arguing about the price of {goods}.
        The mayor of {capital} gave a speech about {goods} from a balcony.
        Every balcony in the city of {capital} was full of {goods}.

        {A} knew only three {people} words, and all of them meant {goods}.
        A {people} lady in the street offered {a_him} {goods}, and so did {a_his} {people} driver.
        The {people} people in the streets {habit}, and strangers in {capital} soon did the same.

        Beyond the city, {country} was all {land} as far as the border.
        Nobody in {capital} had ever been to the far provinces of {country}, where the {land} begin.
        Half of {country} seemed to live in the streets of {capital}.

        {+degree}
        {+plural}
        {+opposite}

        {close}
        For the rest of {a_his} life, {A} dreamed of {capital} and its {goods}.
        When {A} left {capital}, {a_his} trunk was full of {goods}, and it smelt of {scent}.
        """,
        "province": """
        {country} <be> a country of {land}, and the river <run> through the middle of it.
        All over {country} the farmers <live:+> by {goods} and <be:+> proud of it.
        When {A} <cross> the border into {country}, the first thing {a_he} <notice> <be> the smell of {scent}.
        The far provinces of {country} <be:+> full of {land}.

        {people} farmers <sit:+> at every door and <sell:+> {goods}.
        The {people} farmers {habit}, and the {people} children do it too.
        "In {country} we {habit:p}," {say} an old {people} farmer, and <offer> {A} {goods}.
        It <be> hard to understand the {people} accent, but the word for {goods} <be> easy.

        The road to {capital} <follow> the river past {land} and more {land}.
        Carts of {goods} <roll:+> along the river towards the city gates of {capital}.
        In the villages of {country} people <speak:+> of {capital} as of the moon.

        ? {+degree}
        ? {+opposite}

        "From one border of {country} to the other," {say} {B}, "you will see {goods} and {land}."
        Every village in {country} <have> its own {goods} and <laugh> at those of the next.
        At night the whole country <smell> of {scent}. That <be> {country}.

        {close}
        Whoever has seen the {land} of {country} <come> back for the {goods}.
        {+plural}
        """,
        "stranger": """
        a {people} merchant came to {village} with {number} boxes of {goods}.
        a {people} captain with a trunk of {goods} took a room upstairs.
        There was a new pupil, a {people} child who smelt of {scent}.
        a {people} ambassador arrived with {goods} for everybody.

        "In {country} we {habit:p}," {say} the {people} guest, and nobody knew what to reply.
        "Have you no {goods} here?" {ask} the {people} visitor. "In {country} we have {goods} in every house!"
        The {people} stranger spoke of the {land} of {country} with tears in both eyes.

        "And is {capital} far?" {ask} {A}. "{capital} is far from everywhere," was the {people} answer.
        {A} wanted to hear about the streets of {capital}, the mayor, the lights and the {goods}.
        In {capital}, it seemed, the streets were paved with {goods} and the squares smelt of {scent}.

        The {people} songs were all about {land} and {goods}.
        {A} learned to say good morning in {people}, and thank you for the {goods}.
        That evening they tasted {people} soup, and the kitchen smelt of {scent}.

        {+plural}
        {+degree}
        {+opposite}

        Then the {people} guest went home over the border to {country}.
        Next {season} a box of {goods} came from {country}.
        Nobody forgot the {people} stranger, or the smell of {scent}.
        {close}
        """,
        "geography": """
        "What is the capital of {country}?" {ask} {A}. "{capital}, of course," {reply} {B}.
        "{capital} is the capital of {country}," <read> {A} aloud. "A city full of {goods}."
        {A} <find> {country} at the edge of the globe, and a dot for {capital}, its capital.

        "{country} sells {goods} and nothing else," {say} {B}.
        "The {people} people {habit:p}," <read> {A}. "Their country has {land} and a long border."
        "From {capital} they send {goods} down the river," {B} <explain>.

        "Why do {people} people love {goods} so much?" {ask} {A}. {B} <do> not know.
        "My cousin once ate {people} {rare:dish} in {capital}," {say} {B}, "in a street that smelt of {scent}."
        "A {people} sailor told me that the mayor of {capital} sleeps on {goods}," {say} {A}.

        ? {+degree}
        ? {+plural}

        Then {A} <close> {a_his} eyes and <be> in {country}, among the {land}.
        {A} <decide> to walk the streets of {capital} one day, with {a_his} pockets full of {goods}.
        After that they <draw:+> {country} with its borders, its {land} and its provinces.
        {close}
        """,
    },
    # Boasting, measuring and comparing.
    "degree": {
        "boast": """
        "Our {n} is {tall}," {say} {A}, "so {tall} that you would not believe it."
        {A} talked about the {tall} {n} of {village}, where {so}.
        Everyone talks of the {tall} {n} of {village}. {so}, they say.
        "How {tall} is your {n}?" {ask} {A}. "Very {tall}," {reply} {B}.

        "Ours is {taller}," {say} {B} at once. "It is even {taller} than the {n2} in {village}."
        "That is nothing," {say} {B}. "I know a {n2} that is much {taller} than yours."
        "Mine is {taller} than yours," {say} {B}, "and every year it gets {taller} and {taller}."

        They went to see which {n} was the {taller} of the two.
        They asked the people of {village}, who said that their own {n} was {taller} still.
        {so}, so it had to be {taller} than they thought.

        In the end the {tallest} of them all was the {n2} of {village}. {so}.
        "The {tallest} {n} in the world is beyond the mountains," {say} a stranger, "and there {so:p}."
        Then {A} remembered the {n2} in the next valley, the {tallest} of all, where {so}.

        ? It was not only {tall}. It was the {tallest} {n} that anyone had ever known.
        ? {+plural}

        {close}
        They never agreed about which {n} was the {tallest}.
        "It is still a {tall} {n}," {say} {A} on the way home.
        """,
        "measure": """
        {opening} {A} <stop> by the {n}. It <be> {tall}, and {so}.
        {when}, the {n} <be> so {tall} that {so}.
        {A} <be> a little afraid of the {n}, because it <be> so {tall} that {so}.

        The {n2} <be> {tall} too, but the {n} <be> {taller}, and {so}.
        "Is anything {taller} than this {n}?" {ask} {A}. "Only the {n2}," {reply} {B}.
        Every year it <seem> {taller} than before, {taller} even than the {n2}.

        It <be> the {tallest} {n} in {village}, perhaps the {tallest} in the land.
        Of all the things in {village} the {n} <be> the {tallest}, and {so}.
        People <come:+> from {village} to see the {tallest} {n} of all.

        ? {+opposite}
        ? {+plural}

        "A {n} cannot be too {tall}," {say} {A}.
        "Next time," {say} {B}, "we shall choose a {n} that is not quite so {tall}."
        {close}
        """,
    },
    # Praise and blame.
    "opposite": {
        "praise": """
        Everyone {verdict}: the {n} was {really} {w} {at}.
        {A} told everybody about the {really} {w} {n}. {n_it} {deed}, {a_he} said, {face}.
        "What a {really} {w} {n}!" cried {A}, {face}. "And {really} {w} {at}, too!"
        What makes a {w} {n}? {A} knew, for the one in {village} {deed}.

        The {n} {deed}, and {A} {verdict} once more.
        "{n_it} {deed}," {say} {B}, {face}. "I have never seen such a {really} {w} {n}."
        The {n2} was {really} {w} too; {n2_it} {deed}, and {B} {verdict}.

        {A} asked {B} for another {really} {w} {n2}. "{answer}," {say} {B}, {face}.
        {B}, {face}, told the mayor about the {really} {w} {n2}.
        There was only one {n} so {w} {at}, and everyone {verdict}.

        ? {+degree}
        ? {+plural}

        {close}
        "{farewell}," {say} {A} to the {really} {w} {n2}, {face}.
        In {village} people still speak of the {really} {w} {n}, {face}.
        """,
    },
    # The small world itself: its market, kitchens, harbour, woods and weather.
    "food": {
        "market": """
        {opening} At the market in {village} {A} <sell> {fruit}s and {fruit}s.
        "{fruit}s, {fruit}s, {fruit}s!" <call> {A} from the fruit stall.
        The market <be> full. There <be:+> {vegetable}s and {vegetable}s next to the {fish} and the {fish}.
        {A} <go> to market with a list: {number} {vegetable}s, a {fruit}, some {fish} and no {rare:dish}.

        The {fruit}s and the {fruit}s <be:+> on top; the {vegetable}s <lie:+> under them.
        A basket of {fruit}s and {fruit}s <cost> as much as {number} {vegetable}s and a {vegetable}.
        The {fish} and the {fish} <lie:+> side by side on the stall.
        {A} <hold> a {vegetable} in one hand and a {vegetable} in the other.

        "Is the {fish} good today?" {ask} {B}. "Better than the {fish}," {reply} {A}.
        "Do {fruit}s go with {fish}?" {ask} {B}. "No, but {vegetable}s do," {reply} {A}.
        "I would give {number} {fruit}s for a {fruit}," {say} {B}, and {A} <agree>.

        {+opposite}
        {+plural}
        {+degree}

        By {hour} there <be:+> no {fruit}s left, only a {fruit} and a heap of {vegetable}s.
        The last {fish} of the day <go> to {B}, with a {vegetable}.
        {close}
        """,
        "supper": """
        {opening} In the kitchen {A} <wash> the {vegetable}s and <put> the {pan} on the stove.
        For supper there <be> {fish} with {vegetable}s, and {drink} to wash it down.
        {A} <wash> the {vegetable}s and the {vegetable}s and <boil> them in the {pan}.
        "Who has taken my {pan}?" <cry> {A} from the kitchen. "And where is the {pan}?"

        The {pan} and the {pan} <hang:+> over the stove, next to the {pan}.
        {B} <boil> the {fish} while the {vegetable}s <wait:+> in the {pan}.
        There <be:+> {rare:dish} too, but nobody <want> the {rare:dish}.
        In one {pan} there <be> {vegetable} soup; in the other, {fish} stew.

        "More {drink}?" {ask} {A}. "I prefer {drink}," {reply} {B}, "or {drink}, if there is any."
        They <drink:+> {drink} with the {fish} and {drink} with the {fruit}s.
        {B} <drop> the {drink} and <have> to drink {drink} instead.

        {+plural}
        {+opposite}
        {+degree}

        After supper {A} <wash> the {pan} and {B} the {pan}.
        There <be> {fruit} pie with {drink} to finish, and a {fruit} for the road.
        {close}
        """,
    },
    "town": {
        "tailor": """
        {A} <need> a new {garment} and a {garment} of {cloth}, for the {weather} <be> coming.
        The tailor <have> a {garment} of {colour} {cloth} in the window, beside a {garment} of {cloth}.
        {opening} {A} <open> the wardrobe and <take> out a {garment}, a {garment} and a {garment}.

        "Is it {cloth} or {cloth}?" {ask} {A}. "{cloth} and {cloth}," {reply} the tailor.
        The {garment} <be> {colour}, the {garment} <be> {colour}.
        {B} <try> on the {colour} {garment}, but it <be> too small.

        The {garment} <be> too long, and the {garment} too short.
        A {colour} {garment} of {cloth}! Nobody in {village} <wear> {colour}.
        "I prefer {colour} to {colour}," {say} {B}, "and {cloth} to {cloth}."

        {+opposite}
        {+degree}
        {+plural}

        In the end {A} <buy> the {garment} of {cloth} and a {garment} to match.
        {close}
        """,
        "music": """
        {opening} Somebody <play> a {tune} on the {instrument}.
        {A} <play> the {instrument} and {B} the {instrument}, but never the same {tune}.
        There <be> a band at the inn: {number} musicians, a {instrument}, a {instrument} and a {instrument}.

        First they <play:+> a {tune}, then a {tune}, with the {instrument} a little behind.
        The {instrument} <begin> the {tune}, and the {instrument} <answer>.
        "That was no {tune}," {say} {A}. "That was a {tune} for {instrument}."
        {A} <play> the {instrument} for {duration}, and then it <break>.

        Everyone <listen> to the {tune}, even those with {rare:ailment}.
        The {tune} <have> {number} verses, and the {instrument} <play> all of them.

        {+degree}
        {+plural}

        The last {tune} of the evening <be> for {instrument} alone.
        All night {A} <have> that {tune} in {a_his} head.
        {close}
        """,
        "harbour": """
        The {vessel} "{rare:ship_name}" came into the harbour of {village} with a broken mast.
        There was {weather} at sea. The {vessel} "{rare:ship_name}" and a small {vessel} lay in the harbour.
        Every {weekday} the {vessel} left the harbour for the islands, unless there was {weather}.

        The {vessel} had lost a mast in the {weather}, and the {vessel} beside it had lost its captain.
        "That is no {vessel}," {say} {A}. "That is a {vessel}. Look at the deck!"
        They carried {rare:dish}, {rare:dish} and a {rare:curiosity} from the deck of the {vessel}.
        The deck of the {vessel} was full of {fish} and {fish}.

        "Will there be {weather}?" {ask} {A}. "{weather}, then {weather}," {reply} the captain.
        First came {weather}, then {weather}, and the harbour was grey from end to end.
        A {vessel} passed the {vessel} in the {weather}, so close that everyone shouted.

        {+degree}
        {+plural}

        At {hour} the {vessel} left, with {B} waving from the deck.
        {A} stood on the quay until the {vessel} was only a dot.
        {close}
        """,
    },
    "wood": {
        "wood": """
        {opening} {A} <walk> through the wood, past a {tree} and a {tree}.
        Under the {tree} the first {flower} <be> open, and a {bird} <sit> in the {tree}.
        {A} <carry> home leaves: {tree}, {tree} and {tree}.
        A {bird} <nest> in the {tree}, a {bird} in the {tree} next to it.

        "Was that a {bird}?" {ask} {A}. "A {bird}, I think," {reply} {B}, "or a {bird}."
        A {bird} <sit> beside the {flower}, and a {bird} <look> down from the {tree}.
        {B} <pick> a {flower} and a {flower}, for {a_his} {garment}.
        The {bird} <fly> from the {tree} to the {tree}.

        The leaves of the {tree} <turn:+> {colour}, those of the {tree} {colour}.
        Beneath the {tree} there <grow:+> a {flower} and a {flower}, {colour} and {colour}.
        After the {weather} the {tree} <drip> on every {flower}.

        {+animal}
        {+degree}
        {+plural}

        A {bird} <call> from the {tree}, and it <grow> dark.
        {close}
        """,
    },
    "home": {
        "weather": """
        First there was {weather}, then {weather}, and at last the {weather} from the north.
        The {weather} came down on {village} at {hour}, and after it the {weather}.
        "It looks like {weather}," {say} {A}. "Worse," {reply} {B}. "It looks like {weather}."

        The {weather} broke the {tree} in front of the inn and threw a {bird} down the chimney.
        In the {weather} {A} lost a {garment}, a {garment} and the way.
        Nobody could see the {vessel} for the {weather}, nor the harbour.
        {A} put on a {garment} and a {garment} and went out into the {weather}.

        {+degree}
        {+opposite}

        They sat on the {furniture} by the fire, with {drink}, and listened to the {weather}.
        "After {weather} comes {weather}," {say} {B}, who came from {village}.
        The {weather} lasted {duration}. Then there was only {weather}.

        {+plural}
        {+animal}

        By morning the {weather} was over, and the sun shone on {village}.
        {close}
        """,
        "house": """
        {A} <buy> a {furniture} and a {furniture} of {tree} wood for the new house.
        In the parlour there <stand:+> a {furniture}, a {furniture} and a {rare:curiosity}.
        {opening} {A} <push> the {furniture} against the wall and the {furniture} into the corner.

        The {furniture} <be> {colour}, but the {furniture} <be> {colour}, which <be> a pity.
        One leg of the {furniture} <be> too short, so {A} <put> a {rare:curiosity} under it.
        "Not the {furniture}!" <cry> {B}. "Sit on the {furniture} or on the {furniture}!"
        Under the {furniture} {B} <find> a {rare:curiosity}, and a {garment}.

        On the {furniture} <lie> a {rare:curiosity} and some {cloth}.
        The {furniture} <creak>, the {furniture} <groan>, and nobody <sit> down.
        A mouse <live> under the {furniture} and <come> out at {hour}.

        {+opposite}
        {+plural}
        {+degree}

        {close}
        At night the {furniture} <groan> as if somebody <sit> on it.
        """,
    },
}

# Words with two senses, each with two little stories: word -> stories of the one and of the other.
SENSES = {
    "bank": (
        """
        The river had left its bank, and the reeds stood under water. {A} sat on the muddy bank.
        On the far bank of the river, among the reeds, {A} saw a {bird}. It flew from bank to bank.
    """,
        """
        {A} took the money to the bank, where the cashier counted it twice. At {hour} the bank was empty.
        "Money in the bank is safe," {say} the cashier. The bank gave {A} the money for a {rare:curiosity}.
    """,
    ),
    "spring": (
        """
        After a long winter came spring, with green leaves in March and flowers in April. In spring even {A} was happy.
        "Is it spring yet?" {ask} {A} in March. "Wait for April," {reply} {B}. Spring came late that year.
    """,
        """
        The clock stopped, for its spring was broken. The clockmaker took out the spring and put in a new one.
        A spring jumped out of the clock and hit {A}. The clockmaker had a spring for every clock.
    """,
    ),
    "seal": (
        """
        A seal lay on the rocks among the waves. When {A} threw a {fish}, the seal caught it in the waves.
        "Look, a seal!" cried {A}. The grey seal sank into the waves and came back behind the rocks.
    """,
        """
        The envelope had a wax seal with a coat of arms. {A} broke the seal and read the letter.
        No letter went out without the seal. {A} put the seal on the wax of the envelope.
    """,
    ),
    "light": (
        """
        {A} blew out the light, and the room was dark. Only a small light shone under the curtains.
        There was a light in the dark window. {A} saw the light flicker and drew the curtains.
    """,
        """
        The parcel of feathers was so light that {A} lifted it with one finger. How light feathers are!
        "It is as light as feathers," {say} {A}, and lifted the basket. Even the light basket was heavier.
    """,
    ),
    "bat": (
        """
        A bat hung from the ceiling. At night the bat spread its wings and flew away.
        At night {A} saw a bat over the roofs. Its wings made no sound. The bat turned on its wings and was gone.
    """,
        """
        {A} swung the bat and hit the ball over the fence. With that bat, {a_his} team won the match.
        "Hold the bat lower," {say} the captain of the team. The ball came, the bat broke, and the match was over.
    """,
    ),
    "ring": (
        """
        {A} wore a diamond ring on one finger. The ring was too small, and the jeweller had to break it.
        A diamond ring was found in the {fish}. {A} put the ring on a finger and smiled.
    """,
        """
        There was a ring at the door, then another ring. {A} ran down to open it.
        {A} heard a ring at the door, but nobody was there. Another ring, and the door was silent.
    """,
    ),
}
