"""Chats of short follow-ups, each with the question that its last one asks in full."""

IN_FULL = [
    (
        ("How much is a day ticket in zone A?", "And a monthly pass?", "And in zone B?"),
        "How much is a monthly pass in zone B?",
    ),
    (
        (
            "What does a kayak cost an hour from Halden Boats?",
            "And a rowing boat?",
            "And from Nilsen Marine?",
        ),
        "What does a rowing boat cost an hour from Nilsen Marine?",
    ),
    (
        ("How many loaves did Solberg bake in March?", "And cakes?", "And in April?"),
        "How many cakes did Solberg bake in April?",
    ),
    (
        ("How many loaves did Solberg bake in March?", "And in April?", "And cakes?"),
        "How many cakes did Solberg bake in April?",
    ),
    (
        ("How much is a day ticket in zone A?", "no, I meant zone B"),
        "How much is a day ticket in zone B?",
    ),
    (
        ("How much is a monthly pass in zone A?", "Sorry, a day ticket"),
        "How much is a day ticket in zone A?",
    ),
    (
        (
            "How much is a day ticket in zone A?",
            "And how much for the bicycle?",
            "And in zone B?",
        ),
        "How much is the bicycle in zone B?",
    ),
    (("How long is the Falk Bridge?", "And the Mill Bridge?"), "How long is the Mill Bridge?"),
    (
        (
            "How many pupils does North School have?",
            "And East School?",
            "What about Hill School?",
        ),
        "How many pupils does Hill School have?",
    ),
    (
        ("How many goals did Vik score?", "And Ostby?", "and Nes?"),
        "How many goals did Nes score?",
    ),
    (
        (
            "When does the ferry to Holm leave on Saturday?",
            "And on Sunday?",
            "And the ferry to Dyp?",
        ),
        "When does the ferry to Dyp leave on Sunday?",
    ),
    (
        ("How tall is the water tower in Lom?", "And the church tower?", "And in Gran?"),
        "How tall is the church tower in Gran?",
    ),
    (
        ("Who won the race for women in Kvam?", "And for men?", "And in Vik?"),
        "Who won the race for men in Vik?",
    ),
    (
        ("How many bears were counted in Elgdal in 2023?", "And wolves?", "And in 2024?"),
        "How many wolves were counted in Elgdal in 2024?",
    ),
    (
        (
            "What did Dr. Moe say about the vaccine?",
            "And Professor Lie?",
            "And about the side effects?",
        ),
        "What did Professor Lie say about the side effects?",
    ),
    (
        ("How much did the company Torvik earn last year?", "And this year?", "And Halvik?"),
        "How much did Halvik earn this year?",
    ),
    (
        (
            "What does a single room cost at the Hotel Fjord?",
            "And a double room?",
            "Sorry, at the Hotel Alpin",
        ),
        "What does a double room cost at the Hotel Alpin?",
    ),
    (
        (
            "How many seats did the Blue Party win in the north?",
            "In the south?",
            "And the Red Party?",
        ),
        "How many seats did the Red Party win in the south?",
    ),
    (
        ("Which players were injured on Monday?", "And on Tuesday?"),
        "Which players were injured on Tuesday?",
    ),
    (
        (
            "How many passengers used the airport in May 2024?",
            "And in June?",
            "And the harbour?",
        ),
        "How many passengers used the harbour in June 2024?",
    ),
    (
        (
            "How long does the trip from Lom to Gran take by bus?",
            "And by train?",
            "And to Holm?",
        ),
        "How long does the trip from Lom to Holm take by train?",
    ),
    (
        ("What is the price of a litre of milk in Norby?", "And of butter?", "And in Sudby?"),
        "What is the price of a litre of butter in Sudby?",
    ),
    (
        ("How high is the fine for littering?", "And for parking?", "not parking, smoking"),
        "How high is the fine for smoking?",
    ),
    (
        ("How fast did Eva Lind run the 100 metres?", "And Karin Os?", "No, the 200 metres"),
        "How fast did Karin Os run the 200 metres?",
    ),
    (("Did the mayor resign?", "And the deputy?"), "Did the deputy resign?"),
    (("Why was line 4 closed?", "And line 7?", "What about line 9?"), "Why was line 9 closed?"),
    (
        ("What did the court order?", "And the second court?"),
        "What did the second court order?",
    ),
    (
        (
            "How many tickets were sold for the concert in Lom?",
            "And for the play?",
            "And Gran?",
        ),
        "How many tickets were sold for the play in Gran?",
    ),
    (
        ("How much does a haircut cost at Salon Nor?", "And a shave?", "At Salon Syd?"),
        "How much does a shave cost at Salon Syd?",
    ),
    (("Who was elected mayor of Lom?", "And of Gran?"), "Who was elected mayor of Gran?"),
    (
        ("When did the museum open?", "And the theatre?", "I meant the old theatre"),
        "When did the old theatre open?",
    ),
    (
        ("What did Anna Voll promise the fishermen?", "And the farmers?"),
        "What did Anna Voll promise the farmers?",
    ),
    (
        (
            "Which bus goes to the airport on Sundays?",
            "And on weekdays?",
            "And to the harbour?",
        ),
        "Which bus goes to the harbour on weekdays?",
    ),
    (
        ("What is the fine for a first offence?", "And for a second offence?"),
        "What is the fine for a second offence?",
    ),
    (("How far is it from Lom to Gran?", "And from Dyp?"), "How far is it from Dyp to Gran?"),
    (
        ("When does the pool open in summer?", "And in winter?"),
        "When does the pool open in winter?",
    ),
    (
        ("How much rain fell on 3 May?", "And on 4 May?", "And snow?"),
        "How much snow fell on 4 May?",
    ),
    (
        ("Why did Norbank close its office in Lom?", "And in Gran?", "And Sudbank?"),
        "Why did Sudbank close its office in Gran?",
    ),
    (
        ("What was the score at half-time?", "And at full-time?"),
        "What was the score at full-time?",
    ),
    (("How old is the king?", "And the queen?"), "How old is the queen?"),
    (
        ("How many jobs will Fjordtek cut in Lom next year?", "And this year?", "And Halvtek?"),
        "How many jobs will Halvtek cut in Lom this year?",
    ),
    (("Who wrote the report?", "Sorry, the second report"), "Who wrote the second report?"),
    (
        ("How much will the new school cost?", "And the sports hall?"),
        "How much will the sports hall cost?",
    ),
    (("Where do the refugees sleep?", "And the soldiers?"), "Where do the soldiers sleep?"),
    (
        (
            "How many goals has Mia Strand scored this season?",
            "And Jon Bakk?",
            "And last season?",
        ),
        "How many goals has Jon Bakk scored last season?",
    ),
    (("Is the road to Gran open?", "And the road to Dyp?"), "Is the road to Dyp open?"),
    (
        ("What does the party want to do about rents?", "And about taxes?"),
        "What does the party want to do about taxes?",
    ),
    (
        ("how much is a tyre change for the volta k", "and a service", "and for the volta s"),
        "how much is a service for the volta s?",
    ),
    (
        ("how many kettles did brun sell in april", "and in may", "and toasters"),
        "how many toasters did brun sell in may?",
    ),
    (
        ("when does the ferry leave on saturday", "and on sunday"),
        "when does the ferry leave on sunday?",
    ),
    (
        ("what's the price of diesel in Lom?", "and petrol?"),
        "what's the price of petrol in Lom?",
    ),
    (("Who's the mayor of Lom?", "And of Gran?"), "Who's the mayor of Gran?"),
    (
        ("How much did Torvik pay for Halvik?", "And for Nesbank?"),
        "How much did Torvik pay for Nesbank?",
    ),
    (("How many people live in Lom?", "ok and in Gran?"), "How many people live in Gran?"),
    (
        ("How many people live in Lom?", "And how many in Gran?"),
        "How many people live in Gran?",
    ),
    (("How many people live in Lom?", "And in Gran, please?"), "How many people live in Gran?"),
    (("How many people live in Lom?", "Gran I mean"), "How many people live in Gran?"),
    (("How many people live in Lom?", "oh sorry, Gran"), "How many people live in Gran?"),
    (("How many people live in Lom?", "Actually, Gran."), "How many people live in Gran?"),
    (
        ("What did the minister say on Monday?", "And on Tuesday?", "And the prime minister?"),
        "What did the prime minister say on Tuesday?",
    ),
    (
        ("How many medals did Norland win in Os in 2018?", "and 2022?", "and Sudland?"),
        "How many medals did Sudland win in Os in 2022?",
    ),
    (("Which trains were late on Monday?", "And buses?"), "Which buses were late on Monday?"),
    (
        ("What was decided about the harbour?", "And about the airport?"),
        "What was decided about the airport?",
    ),
    (
        ("Where was the first goal scored?", "And the second?"),
        "Where was the second goal scored?",
    ),
    (
        ("Where was the first goal scored?", "And the last one?"),
        "Where was the last goal scored?",
    ),
    (("When was the 3rd edition held?", "And the 4th?"), "When was the 4th edition held?"),
    (
        ("Which phone is the cheapest?", "And the most expensive?"),
        "Which phone is the most expensive?",
    ),
    (
        ("Which school has the most pupils?", "And the fewest?"),
        "Which school has the fewest pupils?",
    ),
    (
        ("When does the first train to Lom leave?", "And the last one?"),
        "When does the last train to Lom leave?",
    ),
    (
        ("What share of voters chose to leave the EU in the British vote?", "In Scotland?"),
        "What share of voters chose to leave the EU in Scotland?",
    ),
    (
        ("what percent in luhansk voted for self rule", "and in donetsk?"),
        "what percent in donetsk voted for self rule?",
    ),
    (
        ("Who led the Russian team in Istanbul?", "And the Ukrainians?"),
        "Who led the Ukrainians in Istanbul?",
    ),
    (("What did the Ukrainian side demand?", "And Russia?"), "What did Russia demand?"),
    (
        ("When does the train leave Brisk?", "no, I meant Aldon"),
        "When does the train leave Aldon?",
    ),
    (
        ("When does the night train leave Brisk?", "And Aldon?"),
        "When does the night train leave Aldon?",
    ),
    (
        ("When will the ferry company serve Halm?", "and Os?"),
        "When will the ferry company serve Os?",
    ),
    (("When did the former mayor Lund say that?", "And Berg?"), "When did Berg say that?"),
    (
        ("Who led the delegation of Velland in Castelmare?", "no, of Torrania"),
        "Who led the delegation of Torrania in Castelmare?",
    ),
    (
        ("How many jobs will Kestrel Bank cut?", "no, branches"),
        "How many branches will Kestrel Bank cut?",
    ),
    (
        ("What does a season ticket cost in Orvik?", "And a day ticket?", "And in Stenby?"),
        "What does a day ticket cost in Stenby?",
    ),
    (
        ("How many people work at Corvel Foods?", "And at Dunmoor Mills?", "And in 2024?"),
        "How many people work at Dunmoor Mills in 2024?",
    ),
    (
        ("When does the pool open on Sundays?", "And on Mondays?", "No, I meant the library"),
        "When does the library open on Mondays?",
    ),
    (
        ("How much snow fell in Tarn?", "What about Velsk?", "and rain?"),
        "How much rain fell in Velsk?",
    ),
    (
        ("Who won the 800 metres?", "And the 1500?", "And among the women?"),
        "Who won the 1500 among the women?",
    ),
    (
        (
            "What did Mayor Reth say about the dam?",
            "And about the school?",
            "And Councillor Oduya?",
        ),
        "What did Councillor Oduya say about the school?",
    ),
    (
        ("When did the first ship arrive?", "And the second one?", "And the last one?"),
        "When did the last ship arrive?",
    ),
    (
        ("What did the audience choose at Maree in 2021", "and the year after?"),
        "What did the audience choose at Maree in 2022?",
    ),
    (
        ("What did Norland export in 2021?", "And two years before that?"),
        "What did Norland export in 2019?",
    ),
    (
        ("What did Norland export in May 2021?", "the year before"),
        "What did Norland export in May 2020?",
    ),
    (
        ("What did Norland export in 2021?", "And 3 years later?", "And a year on?"),
        "What did Norland export in 2025?",
    ),
    (
        ("What did Norland export in 2021?", "And in the following year?"),
        "What did Norland export in 2022?",
    ),
    (
        ("What happened in Lom on 16 May 2025?", "and in the second round?"),
        "What happened in Lom in the second round?",
    ),
    (("Who won the first stage on Friday, 3 May?", "And the second?"), "Who won the second stage?"),
    (
        ("Who was hurt in the first crash on 3 May?", "in the second?"),
        "Who was hurt in the second crash?",
    ),
    (
        ("Who won the first stage in May 2024?", "And the second?"),
        "Who won the second stage in May 2024?",
    ),
    (
        ("What was decided on the second day, 4 May?", "And on the third day?"),
        "What was decided on the third day?",
    ),
    (
        ("Who led the Swedish team in Lom?", "and the Danish one?"),
        "Who led the Danish team in Lom?",
    ),
    (("How heavy is the new bell of Lom?", "the old one"), "How heavy is the old bell of Lom?"),
    (("How many Swedish sailors died?", "And the Danish ones?"), "How many Danish sailors died?"),
    (("What does the large cabin cost?", "And a small one?"), "What does the small cabin cost?"),
    (("Who runs the port of Eastholm?", "And Kraysund?"), "Who runs the port of Kraysund?"),
    (("What did the House of Commons decide?", "And the Senate?"), "What did the Senate decide?"),
    (("How old is the mayor of Lom?", "And Per Lund?"), "How old is Per Lund?"),
    (
        ("Who runs the port of Eastholm?", "And the harbour of Kraysund?"),
        "Who runs the harbour of Kraysund?",
    ),
    (
        ("How much did Lom earn in 2023?", "And in two years after?"),
        "How much did Lom earn in 2025?",
    ),
]
