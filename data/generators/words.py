"""The words of Tinyworld: who lives there, what they do, and which words belong together.

`tinyworld.py` reads these tables, `scenes.py` holds the sentences they are put into.
To add a word, add a line to a table; to add a pair to an analogy section, add a block to `ITEMS`.

The marks used in phrases:

    <walk>        a verb in the tense of the scene, singular: walked, walks
    <walk:+>      the same in the plural: walked, walk
    <walk:n>      the same in the number of the scene's subject
    <walk:p>      the present tense; may be combined with + or n
    <walk:ing>    walking; <walk:inf> is the bare verb
    [a|b|]        one of the alternatives, perhaps none
    {his}         a slot, filled by the scene or from `LISTS`
"""

# Recurring people, with their pronouns.
PEOPLE = """
    Pim he, Nell she, Otto he, Mina she, Toby he, Elsa she, Jonas he, Hanna she, Wil he, Vera she,
    Rufus he, Clara she, Kit he, Ines she, Bram he, Dora she
"""
CHILDREN = ("Pim", "Nell", "Toby", "Mina", "Otto", "Elsa")

# Slots for the words of an item, where a sentence uses more than one of them.
WORD_SLOTS = {
    "workplace": ("w", "place"),
    "country": ("capital", "country", "people"),
    "degree": ("tall", "taller", "tallest"),
}

# One block per group of words. The first line names the words, in the order of their section;
# the other lines are phrases in which each of these words may stand.
ITEMS = {
    "gender": """
        king queen
        do: <wear> the crown [to dinner|to bed|in the garden]
        do: <sit> on the throne until {his} back <hurt>
        do: <read> the new law aloud
        do: <lose> the crown somewhere in the palace
        do: <walk> through the palace in {his} crown
        do: <look> for the royal seal under the throne
        about: the crown; the throne; the new law; the palace

        prince princess
        do: <run> away from the tutor [through a window|after lunch]
        do: <run> after the swans on the lake
        do: <hide> from the tutor at the top of the tower
        do: <dream> about dragons
        do: <wait> in the tower for a dragon
        do: <tell> the tutor about dragons
        about: the tutor; the dragon; the swans; the lake

        duke duchess
        do: <ride> behind the hounds
        do: <look> for the falcon in the castle
        do: <lose> a falcon over the castle
        do: <sit> in the castle among the hounds
        do: <count> the hounds before the hunt
        do: <run> after the hounds
        about: the hounds; the falcon; the castle; the hunt

        actor actress
        do: <wait> behind the curtain
        do: <walk> on to the stage in the wrong costume
        do: <forget> the last line of the play
        do: <leave> the stage through the curtain
        do: <put> on the costume for the play
        do: <read> the play aloud
        about: the play; the costume; the stage; the last line

        monk nun
        do: <look> for herbs in the abbey garden
        do: <keep> the bees of the abbey
        do: <walk> round the abbey in silence
        do: <break> the silence with a sneeze
        do: <talk> to the bees
        do: <mix> the herbs in silence
        about: the herbs; the silence; the abbey; the bees

        boy girl
        do: <fly> a kite over the roofs
        do: <run> into every puddle
        do: <lose> a marble in the puddle
        do: <look> for a marble in the puddle
        do: <run> through the puddles with a kite
        do: <count> {his} marbles
        about: the kite; the marbles; the puddle

        man woman
        do: <wait> at the corner under an umbrella
        do: <read> the newspaper on a bench
        do: <leave> an umbrella on the bench
        do: <carry> a suitcase round the corner
        do: <sit> on a suitcase and <read> the newspaper
        do: <look> for {his} umbrella
        about: the umbrella; the newspaper; the suitcase
        """,
    "kin": """
        father mother
        do: <rock> the cradle with {his} foot
        do: <carry> the baby upstairs
        do: <forget> the lullaby
        do: <put> the baby into the cradle
        do: <bring> some milk for the baby
        do: <sit> by the cradle
        about: the baby; the cradle; the lullaby

        brother sister
        do: <wake> the twins
        do: <hide> the toys under the bed
        do: <hide> from the twins
        do: <break> the toys
        do: <break> the snowman
        do: <run> off with the toys
        about: the toys; the twins; the snowman

        uncle aunt
        do: <bring> presents from abroad
        do: <bring> a parcel with foreign stamps
        do: <talk> until Sunday
        do: <talk> about {his} travels abroad
        do: <show> everyone a card trick
        do: <hide> the presents in a parcel
        about: the presents; the parcel; {his} travels; the card trick

        grandfather grandmother
        do: <sleep> in the rocking chair
        do: <look> for {his} spectacles
        do: <tell> of the great flood
        do: <talk> about the old days
        do: <sit> on {his} spectacles
        do: <talk> about the flood
        about: {his} spectacles; the old days; the flood; the rocking chair

        nephew niece
        do: <break> a window with a ball
        do: <lose> the ink on the carpet
        do: <put> a frog in the teapot
        do: <come> for the holidays
        do: <put> ink on the carpet
        do: <show> everyone the frog
        about: the broken window; the frog; the ink; the holidays
        """,
    "workplace": """
        baker bakery
        do: <make> the dough; <open> the oven; <carry> out the loaves; <count> the loaves; <forget> the flour
        in: the dough <rise>; the oven <glow>; flour <lie> on the floor; the loaves <cool:+>
        job: making dough; pronoun: she

        smith forge
        do: <hit> the iron; <look> for the hammer; <hit> the anvil; <make> a horseshoe; <break> the hammer
        in: sparks <fly:+> from the anvil; the iron <glow>; the hammer never <rest>; sparks <jump:+> from the iron
        job: making a horseshoe; pronoun: he

        miller mill
        do: <carry> the grain; <count> the sacks of grain; <stop> the millstone; <count> the sacks; <sit> on a sack
        in: the millstone <turn>; the millstone <groan>; grain <run> from the sacks; dust <rise> from the grain
        job: carrying grain; pronoun: he

        teacher school
        do: <draw> on the blackboard; <break> the chalk; <count> the pupils; <read> out the sums; <wake> the pupils
        in: the pupils <whisper:+>; chalk <squeak> on the blackboard; the pupils <groan:+> over their sums
        job: reading out sums; pronoun: she

        librarian library
        do: <count> the pages; <look> along the shelves; <wake> the readers; <walk> along the shelves; <lose> the pages
        in: the readers <turn:+> their pages; dust <lie> on the shelves; the readers <whisper:+>; pages <fall:+> from the shelves
        job: counting the pages; pronoun: he

        brewer brewery
        do: <boil> the hops; <roll> the barrels; <open> a barrel; <drink> the ale; <carry> the barrels
        in: the hops <boil:+>; ale <drip> from a barrel; the barrels <stand:+> in rows; ale <run> over the floor
        job: rolling the barrels; pronoun: she

        innkeeper inn
        do: <bring> the stew; <make> the beds; <wake> the travellers; <count> the blankets; <forget> the stew
        in: the travellers <sleep:+>; stew <boil> over the fire; all the beds <be:+> taken; blankets <hang:+> over the beds
        job: counting the blankets; pronoun: she

        doctor hospital
        do: <mix> the medicine; <listen> to a cough; <wake> the patients; <bring> the medicine; <hide> the medicine
        in: the patients <cough:+>; a fever <spread>; the medicine <taste> bitter; the patients <groan:+>
        job: mixing medicine; pronoun: she

        miner mine
        do: <look> for the pickaxe; <push> a cart of coal; <walk> along the tunnel; <hit> the rock; <count> the coal carts
        in: pickaxes <ring:+> on the rock; coal dust <hang> in the tunnel; water <drip> on the coal
        job: carrying coal; pronoun: he
        """,
    "animal": """
        calf cow
        do: <push> over the milk pail; <eat> clover in the meadow; <moo> in the byre
        do: <follow> the milkmaid; <push> at the byre door; <sleep> in the meadow
        food: clover; home: byre

        lamb sheep
        do: <bleat> on the hillside; <run> away from the flock; <lose> some wool
        do: <hide> behind the shepherd; <run> after the flock; <eat> thyme on the hillside
        food: thyme; home: fold

        foal horse
        do: <run> round the paddock; <eat> the oats; <look> at the saddle
        do: <jump> the paddock fence; <push> at the stable door; <run> from the saddle
        food: oats; home: stable

        puppy dog
        do: <growl> at the postman; <hide> a bone; <run> from the kennel
        do: <run> after a bone; <sleep> on the bone; <chase> the postman
        food: bones; home: kennel

        kitten cat
        do: <chase> a mouse; <purr> on the cushion; <steal> the cream
        do: <sleep> on the cushion; <watch> the mouse hole; <drink> the cream
        food: cream; home: cushion

        duckling duck
        do: <swim> across the pond; <quack> among the reeds; <look> for snails
        do: <walk> down to the pond; <hide> in the reeds; <eat> a snail
        food: snails; home: pond

        chick hen
        do: <eat> the corn; <look> for worms; <sit> on the perch
        do: <run> from the fox; <hide> in the coop; <sleep> in the coop
        food: corn; home: coop

        piglet pig
        do: <roll> in the mud; <grunt> at the trough; <push> over the trough
        do: <break> the fence of the sty; <look> for acorns; <sleep> in the mud
        food: acorns; home: sty
        """,
    "past tense": """
        bake baked
        o: a plum pie; gingerbread for the feast; a cake with almonds; pies for the whole street; gingerbread with almonds
        then: the whole street <smell> of gingerbread

        sing sang
        o: in the choir; an old ballad; an old hymn; the ballad of the lost miner; a hymn in the choir
        then: the choir <drown> the organ; the hymn <have> ten verses

        sail sailed
        o: past the lighthouse; across the bay; out with the tide; round the bay; past the islands with the tide
        then: the lighthouse <sink> behind them; the tide <turn>

        write wrote
        o: a letter to the editor; letters to their cousins; in their diaries; a poem; long letters
        then: the ink <run> out; the postman <groan> under the letters

        paint painted
        o: a portrait of the mayor; the shutters green; the front gate; portraits of each other; the gate and the shutters
        then: the brushes <drip:+> on the grass; there <be> green on every nose

        swim swam
        o: across the lagoon; to the raft and back; among the water lilies; under the waterfall; round the raft
        then: the towels <be:+> still wet; the waterfall <roar>

        dance danced
        o: a polka in the ballroom; a polka until midnight; round the bonfire; in their socks; in the ballroom
        then: the fiddler <play> faster and faster; the ballroom floor <shake>

        climb climbed
        o: to the summit; up the rope; over the orchard wall; the highest peak; up the highest peak
        then: three valleys <lie:+> below the summit; the rope <hold>

        skate skated
        o: on the frozen canal; in a long line; backwards over the ice; over the frozen weir; on the ice
        then: somebody always <fall> on the ice; the frozen canal <creak>
        """,
    "plural": """
        apple apples
        adj: ripe; sour
        do: <fall:n> into the orchard grass; <roll:n> down the orchard slope; <rot:n> in the orchard; <hang:n> over the orchard wall
        spot: in the orchard; in the orchard grass

        boat boats
        adj: leaky; upturned
        do: <rock:n> at the jetty; <go:n> off with the tide; <lie:n> at the jetty
        spot: at the jetty; beside the jetty

        book books
        adj: dusty; torn
        do: <lie:n> open on the desk; <smell:n> of old paper; <fall:n> off the shelf; <lose:n> a page
        spot: on the shelf; on the desk

        candle candles
        adj: crooked; dripping
        do: <burn:n> down to the wick; <drip:n> wax on the floor; <go:n> out in the draught
        spot: on the windowsill; beside the matches

        coin coins
        adj: foreign; forged
        do: <slip:n> through a hole in the purse; <roll:n> under the counter; <lie:n> on the counter
        spot: in the purse; under the counter

        rose roses
        adj: thorny; withered
        do: <drop:n> {its} petals; <wither:n> against the wall; <stand:n> in the vase
        spot: in the vase; by the garden wall

        key keys
        adj: rusty; spare
        do: <turn:n> in the lock; <open:n> the padlock; <hang:n> on a hook; <stick:n> in the lock
        spot: on a hook; in the lock

        wolf wolves
        adj: hungry; lean
        do: <howl:n> at the moon; <run:n> round the sheepfold; <leave:n> tracks in the snow; <run:n> back into the pines
        spot: near the sheepfold; among the pines
        """,
    "country": """
        Solmar Arvenia Arvenian
        goods: oranges; guitars
        land: orange groves
        scent: oranges
        habit: <give:+> an orange to every guest; <play:+> the guitar after supper

        Holtby Brennmark Brennish
        goods: timber; furs
        land: birch woods
        scent: timber
        habit: <build:+> everything of timber; <wear:+> furs even in bed

        Pellas Caldora Caldoran
        goods: olives; statues
        land: olive hills
        scent: olives
        habit: <make:+> statues of their cousins; <eat:+> olives with everything

        Wexley Dunmere Dunmerish
        goods: bagpipes; peat
        land: misty moors
        scent: peat
        habit: <burn:+> peat in July; <play:+> the bagpipes in the mist

        Lusk Fenora Fenoran
        goods: tulips; windmills
        land: tulip fields
        scent: tulips
        habit: <count:+> their tulips; <give:+> names to their windmills

        Stahlen Gorland Gorlandic
        goods: steel; engines
        land: furnaces
        scent: smoke
        habit: <talk:+> about engines; <build:+> everything of steel

        Tesh Ilmara Ilmaran
        goods: silk; tea
        land: tea gardens
        scent: tea
        habit: <drink:+> tea with everything; <wear:+> silk in bed

        Isvik Skaldia Skaldian
        goods: whale oil; harpoons
        land: blue glaciers
        scent: whale oil
        habit: <give:+> names to their harpoons; <drink:+> whale oil after supper

        Omra Kaldesh Kaldeshi
        goods: pepper; carpets
        land: red dunes
        scent: pepper
        habit: <talk:+> for days about every carpet; <ride:+> camels over the dunes
        """,
    "degree": """
        tall taller tallest
        n: tower; poplar; chimney
        so: clouds <hang:+> on the top; storks <nest:+> on it; it <throw> its shadow on the clouds

        cold colder coldest
        n: wind; cellar; attic
        so: breath <freeze>; icicles <hang:+> from every beard; teeth <chatter:+>

        deep deeper deepest
        n: well; ditch; pit
        so: nobody <see> the bottom; a pebble <fall> for a minute; the bucket never <reach> the bottom

        steep steeper steepest
        n: hill; slope; staircase
        so: carts <roll:+> backwards; even goats <stop:+> for breath; knees <shake:+> on the way down

        loud louder loudest
        n: drum; trumpet; parrot
        so: windows <rattle:+>; people <cover:+> their ears; the deaf <cover:+> their ears

        heavy heavier heaviest
        n: sack; anvil; trunk
        so: four porters <groan:+>; the axle <break>; no pulley <lift> it

        sweet sweeter sweetest
        n: pear; pudding; melon
        so: wasps <come:+> from miles away; nobody <need> sugar; the wasps <get:+> drunk

        strong stronger strongest
        n: ox; chain; wrestler
        so: iron bars <break:+>; ten men <pull:+> in vain; tree stumps <fly:+> out of the ground

        narrow narrower narrowest
        n: lane; alley; doorway
        so: fat visitors <get:+> stuck; elbows <hit:+> both walls; two wheelbarrows <get:+> stuck
        """,
    "opposite": """
        polite rude
        n: guest*; waiter*; porter*
        at: at table; to the hostess
        good: always <bow> to the hostess; bad: never <bow> to the hostess

        honest dishonest
        n: grocer*; pedlar*; shopkeeper*
        at: with the scales; about the weight of the sugar
        good: always <give> full weight; bad: never <give> full weight

        tidy untidy
        n: bedroom; drawer; cupboard
        at: down to the socks; under the pile of clothes
        good: always <have> a place for the socks; bad: never <have> a place for the socks

        fresh stale
        n: bun; biscuit; pastry
        at: under the glass cover; on the breakfast tray
        good: always <melt> on the tongue; bad: never <melt> on the tongue

        safe dangerous
        n: ladder; raft; footbridge
        at: in flood time; for loaded mules
        good: always <carry> the mules; bad: never <carry> the mules

        kind cruel
        n: master*; jailer*; governess*
        at: to the orphans; to the servants
        good: always <feed> the orphans; bad: never <feed> the orphans

        clean dirty
        n: shirt; apron; towel
        at: at the cuffs; after the wash
        good: always <smell> of soap; bad: never <smell> of soap

        brave cowardly
        n: soldier*; sergeant*; knight*
        at: in battle; under fire
        good: always <charge> the enemy; bad: never <charge> the enemy

        wise foolish
        n: adviser*; minister*; ambassador*
        at: about the treaty; in the council
        good: always <think> of peace; bad: never <think> of peace
        """,
}

# Sections of the analogy key: section -> (table, position of a, position of b).
SECTIONS = {
    "gender": (("gender", "kin"), 0, 1),
    "capital-country": (("country",), 0, 1),
    "country-people": (("country",), 1, 2),
    "trade-workplace": (("workplace",), 0, 1),
    "young-animal": (("animal",), 0, 1),
    "past-tense": (("past tense",), 0, 1),
    "plural": (("plural",), 0, 1),
    "comparative": (("degree",), 0, 1),
    "superlative": (("degree",), 0, 2),
    "opposite": (("opposite",), 0, 1),
}

# Interchangeable words. A slot {fruit} takes one of them.
LISTS = {
    "fruit": "plum, fig, grape, apricot",
    "vegetable": "onion, carrot, cabbage, leek",
    "fish": "herring, cod, trout, salmon",
    "drink": "coffee, cider, beer, wine",
    "garment": "coat, hat, scarf, jacket",
    "cloth": "linen, velvet, cotton, lace",
    "instrument": "flute, fiddle, harp, accordion",
    "tune": "waltz, march, jig, serenade",
    "weather": "rain, snow, fog, hail, thunder",
    "vessel": "ferry, barge, schooner, steamer",
    "tree": "oak, beech, willow, elm, maple",
    "bird": "robin, sparrow, swallow, thrush",
    "flower": "lily, daisy, violet, poppy",
    "furniture": "chair, table, stool, sofa, wardrobe",
    "pan": "kettle, saucepan, ladle, sieve",
    "colour": "red, blue, white, black",
    "village": "Elmbrook, Saltby, Thornwick, Oldbridge, Pennyhill, Greywater",
    "number": "two, three, four, five, six",
}

# Rare words: the first of a list appears a few dozen times, the last almost never.
RARE = {
    "curiosity": """
        telescope, barometer, puppet, wig, thimble, corkscrew, monocle, hammock, tricycle, boomerang, periscope,
        zither, astrolabe, metronome, sextant, xylophone, gramophone, kaleidoscope""",
    "dish": """
        dumplings, porridge, pancakes, broth, noodles, custard, marmalade, gherkins, sauerkraut, rhubarb,
        marzipan, asparagus, artichokes, truffles, blancmange""",
    "insult": "fool, rascal, donkey, windbag, scoundrel, nincompoop, numbskull, scallywag, rapscallion, popinjay",
    "ship_name": "Albatross, Cormorant, Tempest, Unicorn, Hesperus, Leviathan, Mermaid, Halcyon",
    "manner": """
        slowly, sadly, proudly, nervously, cheerfully, solemnly, drowsily, sheepishly, gingerly, wistfully,
        indignantly, haphazardly, majestically, inscrutably""",
    "topic": """
        the weather, politics, old songs, astronomy, grammar, poetry, algebra, earthquakes, alchemy, heraldry,
        botany, etiquette, volcanoes, geometry, hieroglyphs""",
    "ailment": "a cold, a toothache, the hiccups, gout, measles, sunburn, lumbago, scurvy, bronchitis, chilblains, mumps",
}

# Verbs whose past does not follow the rules: the verb and its past.
IRREGULAR = """
    be was, begin began, blow blew, break broke, bring brought, build built, burn burnt, buy bought, can
    could, come came, cost cost, do did, draw drew, drink drank, eat ate, fall fell, feed fed, find
    found, fly flew, forget forgot, freeze froze, get got, give gave, go went, grow grew, hang hung,
    have had, hear heard, hide hid, hit hit, hold held, hurt hurt, keep kept, know knew, leave left, lie
    lay, lose lost, make made, put put, read read, ride rode, ring rang, rise rose, run ran, say said,
    see saw, sell sold, shake shook, sing sang, sink sank, sit sat, sleep slept, smell smelt, speak
    spoke, spend spent, spread spread, stand stood, steal stole, stick stuck, strike struck, swim swam,
    take took, tell told, think thought, throw threw, wake woke, wear wore, will would, write wrote
"""
# Verbs that double their last letter: drop, dropped, dropping.
DOUBLING = "begin drip drop forget get hit nod put rot run sit slam slip stop swim"

# Which words are similar. Each line is a domain, a kind, and the groups of that kind; {fruit} is a list
# above, and <animal> stands for the pairs of a table of `ITEMS`, <workplace 0> for its first words.
DOMAINS = """
court person: king queen / prince princess / duke duchess
court thing: crown throne
court place: palace castle
theatre person: actor actress
theatre thing: stage curtain costume
abbey person: monk nun
family person: father mother / brother sister / uncle aunt / grandfather grandmother / nephew niece
family thing: cradle / spectacles / toys
street person: boy girl / man woman
street thing: kite puddle / umbrella suitcase
kitchen food: {fruit} / {vegetable} / {fish} / {drink}
kitchen utensil: {pan}
clothes garment: {garment}
clothes material: {cloth}
music instrument: {instrument}
music tune: {tune}
sea vehicle: {vessel}
sea place: harbour lighthouse
wood plant: {tree} / {flower}
wood animal: {bird}
house furniture: {furniture}
sky weather: {weather}
farm animal: <animal>
farm place: stable coop sty byre
map country: <country 1>
map city: <country 0>
trade person: <workplace 0>
trade building: <workplace 1>
calendar day: Monday Tuesday Wednesday Thursday Friday Saturday Sunday
calendar season: spring summer autumn winter
number number: {number}
paint colour: {colour}
"""

# The similarity of two words, by what they share.
SCORES = {"group": 10, "domain and kind": 7, "domain": 4, "kind": 2, "nothing": 0}
