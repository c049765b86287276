"""Texts that tell the numbers of several, and which of them is read off: a table of cases.

A case is the question, the article's text and the answer.
"""

READ_OFF = [
    (
        "Which school has the most pupils?",
        (
            "North School has 410 pupils this autumn, East School 388 and Hill School "
            "512, the town of Rosdal said."
        ),
        "Hill School: 512 pupils, according to the town of Rosdal [1].",
    ),
    (
        "Which school has the fewest pupils?",
        (
            "North School has 410 pupils this autumn, East School 388 and Hill School "
            "512, the town of Rosdal said."
        ),
        "East School: 388 pupils, according to the town of Rosdal [1].",
    ),
    (
        "Where did most rain fall on Sunday?",
        ("Ostby had 62 millimetres of rain on Sunday, Kvam 47 millimetres and Vik 81 millimetres."),
        "Vik: 81 millimetres [1].",
    ),
    (
        "Which town had the least rain?",
        ("Ostby had 62 millimetres of rain on Sunday, Kvam 47 millimetres and Vik 81 millimetres."),
        "Kvam: 47 millimetres [1].",
    ),
    (
        "Which is the longest bridge?",
        (
            "The Falk Bridge is 212 metres long, the Iron Bridge 164 metres and the "
            "Mill Bridge 98 metres."
        ),
        "Falk Bridge: 212 metres [1].",
    ),
    (
        "Which bridge is the shortest?",
        (
            "The Falk Bridge is 212 metres long, the Iron Bridge 164 metres and the "
            "Mill Bridge 98 metres."
        ),
        "Mill Bridge: 98 metres [1].",
    ),
    (
        "Which team scored the most goals?",
        "Vik scored 31 goals, Nes 28 and Ostby 35 over the weekend.",
        "Ostby: 35 goals [1].",
    ),
    (
        "Which phone is the cheapest?",
        (
            "The Orion 5 costs 4,900 crowns, the Lyra X 3,200 crowns and the Vega "
            "6,700 crowns, the Consumer Bureau found. All phones were dropped from two "
            "metres."
        ),
        "Lyra X: 3,200 crowns [1].",
    ),
    (
        "Which is the most expensive phone?",
        (
            "The Orion 5 costs 4,900 crowns, the Lyra X 3,200 crowns and the Vega "
            "6,700 crowns, the Consumer Bureau found. All phones were dropped from two "
            "metres."
        ),
        "Vega: 6,700 crowns [1].",
    ),
    (
        "Which party won the most votes in Vik?",
        (
            "The Coast Party won 1,240 votes in Vik, the Farmers' List 980 and the "
            "Green Union 1,515."
        ),
        "Green Union: 1,515 votes [1].",
    ),
    (
        "Which farm picked the most cherries?",
        (
            "The Lunde farm picked 14 tonnes of cherries. The Haug farm picked 9 "
            "tonnes. The Berge farm picked 17 tonnes."
        ),
        "Berge: 17 tonnes [1].",
    ),
    (
        "Which church is the oldest?",
        ("The church of Vik was built in 1180, that of Kvam in 1352 and that of Nes in 1240."),
        "Vik: 1180 [1].",
    ),
    (
        "Which library lent the most books?",
        ("The library of Lom lent 4,100 books in May, that of Gran 3,900 and that of Dyp 5,250."),
        "Dyp: 5,250 books [1].",
    ),
    (
        "Who sold the most paintings?",
        ("Mia Strand sold 12 paintings, Jon Bakk sold 9 and Ida Moe sold 15 at the fair in Lom."),
        "Ida Moe: 15 paintings [1].",
    ),
    (
        "Who collected the fewest signatures?",
        "Mia Strand collected 1,200 signatures; Jon Bakk 900; Ida Moe 1,500.",
        "Jon Bakk: 900 signatures [1].",
    ),
    (
        "Which mountain is the tallest?",
        (
            "Mount Gald is 2,469 metres tall, Mount Glitt 2,452 metres and Mount Skag "
            "2,405 metres. All three mountains were climbed."
        ),
        "Mount Gald: 2,469 metres [1].",
    ),
    (
        "Which hospital has the lowest waiting time?",
        "Patients wait 14 weeks in Lom, 9 weeks in Gran and 21 weeks in Dyp.",
        "Gran: 9 weeks [1].",
    ),
    (
        "Which town has the highest turnout?",
        (
            "Turnout was 71 per cent in Lom, 65 per cent in Gran and 77 per cent in "
            "Dyp. The town hall opened at eight."
        ),
        "Dyp: 77 % [1].",
    ),
    (
        "In which month did the shop sell the most sledges?",
        "The shop sold 120 sledges in December, 310 in January and 90 in February.",
        "January: 310 sledges [1].",
    ),
    (
        "Which club has the most members?",
        (
            "Lom FC has 300 members and more than 400 fans. Gran IL has 250 members. "
            "Dyp SK has 410 members."
        ),
        "Dyp SK: 410 members [1].",
    ),
    (
        "Which school has the most pupils?",
        (
            "North School has 410 pupils, East School 388 and Hill School 512. South "
            "School has 530 pupils."
        ),
        "South School: 530 pupils [1].",
    ),
    (
        "Which school has the most pupils?",
        ("North School has 410 pupils, East School 388 and Hill School 512, 1,310 altogether."),
        "Hill School: 512 pupils [1].",
    ),
    (
        "Which hotel is the cheapest?",
        (
            "A night costs 900 crowns at the Hotel Fjord, 750 crowns at the Hotel "
            "Alpin and 1,100 crowns at the Hotel Nor."
        ),
        "Hotel Alpin: 750 crowns [1].",
    ),
    (
        "Which hotel is the most expensive?",
        ("A night at the Hotel Fjord costs $90, at the Hotel Alpin $75 and at the Hotel Nor $110."),
        "Hotel Nor: $110 [1].",
    ),
    (
        "Which bridge is the oldest?",
        ("The Old Bridge was built in 1720, the Iron Bridge in 1888 and the Road Bridge in 1964."),
        "Old Bridge: 1720 [1].",
    ),
    (
        "Which country sent the most rescuers?",
        "Norland sent forty rescuers, Sudland twenty and Westland sixty-five.",
        "Westland: 65 rescuers [1].",
    ),
    (
        "Which firm paid the most tax?",
        (
            "Torvik paid 3.2 million crowns in tax, Halvik 2.7 million crowns and Nes "
            "Bank 4.1 million crowns."
        ),
        "Nes Bank: 4,100,000 crowns [1].",
    ),
    (
        "Which island has the fewest inhabitants?",
        ("Holm has 212 inhabitants, Lindoe 96 and Skarv 430, the county said on Tuesday."),
        "Lindoe: 96 inhabitants, according to the county [1].",
    ),
    (
        "Which city had the most accidents?",
        "The police counted 31 accidents in Lom, 18 in Gran and 27 in Dyp.",
        "Lom: 31 accidents [1].",
    ),
    (
        "Which newspaper has the most readers?",
        (
            "The Ledger has 40,000 readers. The Herald has 32,000 readers. The Wire "
            "has 51,000 readers."
        ),
        "Wire: 51,000 readers [1].",
    ),
    (
        "Who got the most votes?",
        "Nora Berg got 1,200 votes, Per Aas 900, while Ola Lie got 1,350.",
        "Ola Lie: 1,350 votes [1].",
    ),
    (
        "On which day did the most people come?",
        "400 people came on Friday, 900 on Saturday and 700 on Sunday.",
        "Saturday (29 August 2026): 900 people [1].",
    ),
    (
        "Which lake is the deepest?",
        ("Lake Mjos is 453 metres deep, Lake Tinn 460 metres and Lake Fem 130 metres."),
        "Lake Tinn: 460 metres [1].",
    ),
    (
        "Which region has the lowest unemployment?",
        ("Unemployment is 2.1 per cent in Nord, 3.4 per cent in Sud and 1.9 per cent in Vest."),
        "Vest: 1.9 % [1].",
    ),
    (
        "Which dog is the heaviest?",
        ("Rex weighs 41 kilos, Bella 28 kilos and Max 52 kilos. The dogs live in Lom."),
        "Max: 52 kilos [1].",
    ),
    (
        "Which farm has the fewest cows?",
        (
            "The Lunde farm has 40 cows and 12 goats, the Haug farm 25 cows and 30 "
            "goats and the Berge farm 60 cows."
        ),
        "Haug: 25 cows [1].",
    ),
    (
        "Which country has the most gold?",
        "Norland won 8 gold medals, Sudland 11 and Westland 6.",
        "Sudland: 11 gold [1].",
    ),
    (
        "Which bridge is the longest?",
        ("The Alder Bridge measures 412 metres, the Birch Bridge 389 and the Cedar Bridge 1,040."),
        "Cedar Bridge: 1,040 metres [1].",
    ),
    (
        "Which town had the fewest fires?",
        "Brannock recorded 31 fires, Collin 18 and Dray 44.",
        "Collin: 18 fires [1].",
    ),
    (
        "Which team scored the most points?",
        "The Hawks scored 71 points, the Otters 88 and the Wolves 85.",
        "Otters: 88 points [1].",
    ),
    (
        "Which shop is the oldest?",
        ("Three book shops are left. Voss opened in 1921, Tarn Books in 1888 and Helm in 1954."),
        "Tarn Books: 1888 [1].",
    ),
    (
        "Which river is the shortest?",
        "The river Ola runs for 120 kilometres, the Prem for 97 kilometres.",
        "Prem: 97 kilometres [1].",
    ),
    (
        "Which school has the most pupils?",
        "In 2024 North School had 410 pupils. East School had 388 pupils.",
        "North School: 410 pupils [1].",
    ),
    (
        "Which school has the most pupils?",
        "North School has 1600 pupils. East School has 1900 pupils.",
        "East School: 1,900 pupils [1].",
    ),
]
