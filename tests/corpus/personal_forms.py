"""Ways in which people's numbers and addresses are written, and what only looks like them.

«…» stands around what is personal. All are invented: the telephone numbers are of the series that
are kept for fiction (070-174 06 05 …) or of public switchboards, the others have no holder.
"""

from __future__ import annotations

import re

IDENTITY = r"""Sökanden, «811218-9876», yttrar sig
Sökanden, «19811218-9876», yttrar sig
Sökanden, «8112189876», yttrar sig
Sökanden, «198112189876», yttrar sig
Sökanden, «811218 9876», yttrar sig
Sökanden, «19811218 9876», yttrar sig
Sökanden, «811218+9876», yttrar sig
Sökanden, «811218\u20109876», yttrar sig
Sökanden, «811218\u20119876», yttrar sig
Sökanden, «811218\u20129876», yttrar sig
Sökanden, «811218–9876», yttrar sig
Sökanden, «811218—9876», yttrar sig
Sökanden, «811218\u22129876», yttrar sig
Sökanden, «811218\uff0d9876», yttrar sig
Sökanden, «811218 - 9876», yttrar sig
Sökanden, «811218- 9876», yttrar sig
Sökanden, «811218 -9876», yttrar sig
Sökanden, «811218 – 9876», yttrar sig
Sökanden, «811218\xa0-\xa09876», yttrar sig
Sökanden, «811218\u202f9876», yttrar sig
Sökanden, «811218\u00ad-9876», yttrar sig
Sökanden, «811218\u200b-9876», yttrar sig
Sökanden, «811218-\u20609876», yttrar sig
Sökanden, «\u200e811218-9876\u200e», yttrar sig
Sökanden, «811218.9876», yttrar sig
Sökanden, «811218/9876», yttrar sig
Sökanden, «1981-12-18-9876», yttrar sig
Sökanden, «1981-12-18 9876», yttrar sig
Sökanden, «81-12-18-9876», yttrar sig
Sökanden, «81-12-18 9876», yttrar sig
Sökanden, «1981.12.18-9876», yttrar sig
Sökanden, «1981/12/18-9876», yttrar sig
Sökanden, «81 12 18-9876», yttrar sig
Sökanden, «81 12 18 - 9876», yttrar sig
Sökanden, «19 811218-9876», yttrar sig
Sökanden, «1981 12 18-9876», yttrar sig
Sökanden, «1981 12 18 9876», yttrar sig
Sökanden, «81 12 18 98 76», yttrar sig
Sökanden, «811218-98 76», yttrar sig
Sökanden, «8 1 1 2 1 8 - 9 8 7 6», yttrar sig
Sökanden, «8 1 1 2 1 8 9 8 7 6», yttrar sig
Sökanden, «1 9 8 1 1 2 1 8 - 9 8 7 6», yttrar sig
Sökanden, «1 9 8 1 1 2 1 8 9 8 7 6», yttrar sig
Sökanden, «8 1 1 2 1 8-9 8 7 6», yttrar sig
Sökanden, «811218-\n9876», yttrar sig
Sökanden, «811218\n-9876», yttrar sig
Sökanden, «811218\n9876», yttrar sig
Sökanden, «811218-\n    9876», yttrar sig
Sökanden, «811218-98\n76», yttrar sig
Sökanden, «8112\n18-9876», yttrar sig
Sökanden, «8112-\n18-9876», yttrar sig
Sökanden, «19811218-\r\n\t9876», yttrar sig
Sökanden, «19\n811218-9876», yttrar sig
Sökanden, «1981-12-\n18-9876», yttrar sig
Sökanden, «811218-\u20289876», yttrar sig
Sökanden, «811218-\n        9876», yttrar sig
Sökanden, _«811218-9876»_, yttrar sig
Sökanden, **«811218-9876»**, yttrar sig
Sökanden «811218-9876»/Ivar Snöfall yttrar sig
Ivar Snöfall/«811218-9876» yttrar sig
Ivar Snöfall («811218-9876») yttrar sig
Ivar Snöfall [«811218-9876»] yttrar sig
Ivar Snöfall,«811218-9876»,yttrar sig
Snöfall_«811218-9876»_ansökan.pdf
Snöfall-«811218-9876»-ansökan.pdf
ansökan_«198112189876».pdf
pnr:«811218-9876»
pnr «8112189876»
Personnr: «19811218-9876»
Personnummer: «8112189876»
personnummer: «811218-9875» (felskrivet)
Pers.nr «811218-9876»
Personnummer\n«811218-9876»
Personnummer:\n    «19811218-9876»
Samordningsnummer «811278-9873»
Samordningsnummer: «19811278-9873»
Med nummer «811278-9873» söker han
Med nummer «811278 9873» söker han
Två: «811218-9876» och «19811218-9876».
Två: «811218-9876»/«19811218-9876».
«811218-9876»
| Snöfall | «811218-9876» | ja |
Snöfall;«811218-9876»;ja
Barnet f. «20161114-2389» går i skolan
Barnet, «161114-2389», går i skolan
Barnet, «161114–2389», går i skolan
”«811218-9876»”
§ 12 «811218-9876» Ansökan
12. «811218-9876» Ansökan
1) «811218-9876»\n2) «19811278-9873»
Sökanden, «\uff18\uff11\uff11\uff12\uff11\uff18-\uff19\uff18\uff17\uff16»
Finsk medborgare, «131052-308T», söker
Finsk medborgare, «131052\u2011308T», söker
Finsk medborgare, «131052-\n308T», söker
Finsk medborgare (hetu «131052-308T»)
Norsk medborgare, «15108695088», söker
Norsk medborgare, «151086 95088», söker
"""

PHONES = r"""nås på «070-174 06 05» dagtid
nås på «070-1740605» dagtid
nås på «0701740605» dagtid
nås på «070 174 06 05» dagtid
nås på «070-174 0605» dagtid
nås på «070-17 40 605» dagtid
nås på «070 - 174 06 05» dagtid
nås på «070–174 06 05» dagtid
nås på «070\u2010174 06 05» dagtid
nås på «070\u2011174 06 05» dagtid
nås på «070\u2212174 06 05» dagtid
nås på «070-174\xa006\xa005» dagtid
nås på «070-174\u200906\u200905» dagtid
nås på «070-174-06-05» dagtid
nås på «070.174.06.05» dagtid
nås på «070/174 06 05» dagtid
nås på «070/1740605» dagtid
nås på «(070) 174 06 05» dagtid
nås på «(070)174 06 05» dagtid
nås på «(070)-174 06 05» dagtid
nås på «0 7 0 - 1 7 4 0 6 0 5» dagtid
nås på «0 7 0 1 7 4 0 6 0 5» dagtid
nås på «+46 70 174 06 05» dagtid
nås på «+46 (0)70-174 06 05» dagtid
nås på «+46(0)701740605» dagtid
nås på «+46701740605» dagtid
nås på «+46-70-174 06 05» dagtid
nås på «+46 70-174 06 05» dagtid
nås på «0046701740605» dagtid
nås på «0046 70 174 06 05» dagtid
nås på «00 46 70 174 06 05» dagtid
nås på «\uff0b46 70 174 06 05» dagtid
nås på «070-174\n06 05» dagtid
nås på «070-\n174 06 05» dagtid
nås på «070-174 06\n    05» dagtid
nås på «070-\n        174 06 05» dagtid
nås på «070-17\u00ad4 06 05» dagtid
nås på «070-174\u200b06 05» dagtid
nås på _«070-174 06 05»_ dagtid
nås på **«070-174 06 05»** dagtid
Ivar Snöfall/«070-174 06 05»
Ivar Snöfall («070-174 06 05»)
«070-174 06 05»/Ivar
«070-174 06 05»
«070-174 06 05»\n12 Skylt
«070-174 06 05» 12 barn
«070-174 06 05», «070-174 06 06»
«070-174 06 05»; «08-465 004 00»
Mobil: «070-174 06 05»
Mobilnummer «0701740605»
mob «070-174 06 05»
tel:«+46701740605»
Tel. «0990-123 45»
Telefon: «0990-123 45»
Telefon: «0990 123 45»
Telefon: «0990/123 45»
Telefon: «0990-12 345»
Telefon: «099012345»
Telefon «123 45»
Tfn «174 06»
tel. «12 34 56»
Ring «070-174 06 05».
Ring «08-465 004 00».
Telefonnummer: «031-390 06 00»
Tel.nr «040-628 04 00»
Telnr «040-628 04 00»
Sms «070-174 06 05»
Växel: «08-508 290 00»
Handläggare «08-508 290 00»
Handläggare «08-508 29 000»
Handläggare «08-50829000»
Handläggare «08 508 290 00»
Handläggare «0850829000»
Handläggare «08/508 290 00»
Handläggare «(08) 508 290 00»
Handläggare «08–508 290 00»
Handläggare «08\u2011508 290 00»
Handläggare «08-508\n290 00»
Handläggare «08-508 290\n   00»
Handläggare «+46 8 508 290 00»
Handläggare «+46 8-508 290 00»
Handläggare «+46 (0)8 508 290 00»
Handläggare «+46850829000»
Handläggare «0046 8 508 290 00»
Anmälan till «031-390 06 00» före måndag
Anmälan till «031-390 06 05» före måndag
Anmälan till «031-3900605» före måndag
Anmälan till «031 390 06 05» före måndag
Anmälan till «040-628 04 00» före måndag
Anmälan till «0980-319 200» före måndag
Anmälan till «0980-31 92 00» före måndag
Anmälan till «0980-319200» före måndag
Anmälan till «0980 319 200» före måndag
Anmälan till «0990-123 45» före måndag
Anmälan till «010-516 00 00» före måndag
Anmälan till «072-394 32 10» före måndag
Anmälan till «073-394 32 10» före måndag
Anmälan till «076-394 32 10» före måndag
Anmälan till «079-394 32 10» före måndag
Finskt nummer «+358 40 1234567»
Norskt nummer «+47 22 22 55 55»
Danskt nummer «+45 32 12 34 56»
Tyskt nummer «+49 30 901820»
| Snöfall | «070-174 06 05» | ja |
Snöfall;«0701740605»;ja
Kontakt: Ivar Snöfall, «070-174 06 05», ivar@exempel.se
Snöfall_«0701740605»_ansökan.pdf
"""

HOMES = r"""sökanden, bosatt på «Granbarrsvägen 14 B», anför
sökanden, bosatt på «Granbarrsvägen 14», anför
sökanden, bosatta på «Granbarrsvägen 14 B», anför
sökanden, bosatt i «Nygård 12», anför
sökanden, boende på «Granbarrsvägen 14», anför
sökanden bor på «Granbarrsvägen 14» och anför
sökanden bor numera på «Granbarrsvägen 14» och anför
sökanden, som är skriven på «Granbarrsvägen 14», anför
De är skrivna på «Granbarrsvägen 14».
sökanden är folkbokförd på «Granbarrsvägen 14»
sökanden är folkbokförd på «Granbarrsvägen 14, 990 12 Lindavalla»
sökanden, mantalsskriven på «Granbarrsvägen 14», anför
bosatt på «Granbarrsvägen 14, 990 12 Lindavalla»
bosatt på «Granbarrsvägen 14, 99012 Lindavalla»
bosatt på\n«Granbarrsvägen 14 B», anför
bosatt på «Granbarrsvägen\n14 B», anför
bosatt på\n    «Granbarrsvägen 14,\n    990 12 Lindavalla», anför
bosatt på\xa0«Granbarrsvägen\xa014 B», anför
bosatt pa\u030a «Granbarrsva\u0308gen 14 B», anför
bosatt på «Östra Kyrkogatan 7 A», anför
bosatt på «Stora Nygatan 7», anför
bosatt på «S:t Olofsgatan 3», anför
bosatt på «Kvarnbyv. 5», anför
bosatt på «Kvarngränd 5 lgh 1102», anför
bosatt på «Erik Dahlbergs allé 5», anför
Hemadress: «Granbarrsvägen 14»
Hemadressen är «Granbarrsvägen 14»
Hemadress «Granbarrsvägen 14»
Bostadsadress: «Granbarrsvägen 14 B»
Privatadress: «Granbarrsvägen 14»
Folkbokföringsadress: «Granbarrsvägen 14, 990 12 Lindavalla»
Adress: «Kvarnbygatan 5, 990 12 Ort»
Adress: «Kvarnbygatan 5 B, 990 12 Ort»
Adress:\n«Kvarnbygatan 5, 990 12 Ort»
Adress: «Kvarnbygatan 5,\n990 12 Ort»
Adress «Kvarnbygatan 5, 99012 Ort»
Adr: «Kvarnbygatan 5, 990 12 Ort»
adress: «Kvarnbygatan 5, SE-990 12 Ort»
c/o Ivar Snöfall, «Kvarnbygatan 5, 990 12 Ort»
Sökande: Ivar Snöfall, «Kvisthultsvägen 3, 990 12 Lindavalla»
Fastighetsägare: Ivar Snöfall, «Kvisthultsvägen 3 B, 990 12 Lindavalla»
Klagande Ivar Snöfall, «Kvisthultsvägen 3, 990 12 Lindavalla»
Vårdnadshavare: Ivar Snöfall, «Kvisthultsvägen 3, 990 12 Lindavalla»
Granne: Ivar Snöfall, «Kvisthultsvägen 3, 990 12 Lindavalla»
God man: Ivar Snöfall, «Kvisthultsvägen 3, 990 12 Lindavalla»
"""

NEAR_MISSES = r"""Föreningens organisationsnummer är 802400-1234.
Bolaget, org.nr 556016-0680, yttrar sig
Organisationsnummer 212000-0142
Kommunen (212000-1355) yttrar sig
Numret 811218-9875 har fel kontrollsiffra
Numret 811318-9876 har ingen sådan månad
Numret 811232-9876 har ingen sådan dag
Faktura 8112189876 betalas
Fakturanummer: 8112189876
OCR 8112189876
Dnr KS 2024/0701740605
Diarienummer KS 2024/811218
Dnr 2024-000123
Dnr: BUN 2024/123-45
Ärende KS-2024-00123 och KS-2024-00124
Ärendet har nummer 0990-2024/12
Dnr 0701740605
Bankgiro 5050-1055
Plusgiro 12 34 56-7
BG 123-4567
Konto 8327-9, 123 456 789-0
Kontonummer 0123456789
IBAN SE45 5000 0000 0583 9825 7466
Artikelnr 0701740605
ISBN 978-91-7000-123-4
ISBN 91-7000-123-4
EAN 7310865004703
Referensnr 0850829000
Sammanträdet den 2024-03-12 kl. 13.00–15.10
Den 2024-03-12 och 2024-04-15
2024-03-12 2024-04-15 2024-05-20
Tiden 2024-03-12--2024-04-15
12.3.2024 och 15.4.2024
2024-03-12, 2024-04-15, 2024-05-20
Kl. 08.00-16.30
Kl. 08-16 30 personer
Öppet 08.00–16.30, 09.00–12.00
öppet 08-17, 10-14 lördagar
Läsåret 2023/2024-2024/2025
Budget 811 218 987 600 kronor
Summa 12 345 678 kronor
Belopp 0701740605 kronor
1 234 567,89 kr
10 000 20 000 30 000 40 000
2021 2022 2023 2024 2025
2024 12 345 67 890 12 345
§§ 12-15, 17, 20–22
§ 112 och 113–118
Sidorna 12-13 14-15
0,5 0,75 0,25
03-12 2024
05-12-2024 till 06-12-2024
Telefonin kostar 123 000 kronor
Mötet hölls per telefon 2025-01-15
Telefon 2024
Ring 112
Mobilen kostade 5 000 kronor
Fastigheten Granbarret 1:23
Fastigheterna Kvarnby 1:23, 1:24 och 2:12
Granbarrsvägen 14 byggs om
Kommunhuset, Kvisthultsvägen 3, 990 12 Lindavalla
Besöksadress: Kvarnbygatan 5, 990 12 Lindavalla
Postadress: Box 12, 990 12 Lindavalla
Fakturaadress: Storgatan 1, 990 12 Lindavalla
Kommunens adress: Storgatan 1, 990 12 Lindavalla
Nämnden bor på Hotell Linden i 3 nätter
Bygglov på Granbarrsvägen 14 och 16
Version 1.2.3-45
IP 192.168.100.200
SFS 2017:900 och 2018:218
Lagen (2017:900) och 9 kap. 12 § 2010:900
Koordinater 6580822, 1628938
Koordinater 59.329323, 18.068581
Projekt 1234-5678
Plan 0180-P2024-12
Verksamhet 123456 ansvar 7890
Konton 4010 5410 6550 7010
Serienr 0046701740605
12 34 56 78 90 12 34 56
131052-308A är ingen finsk identitet
Temperaturen var -12 till +46 grader
Tabell: 07 02 73 11 45 60 12
Röster 12–15, 20–7 och 13–14
Antal barn 2020: 1 234, 2021: 1 256, 2022: 1 301
"""


def lines(table: str) -> list[str]:
    """The rows of a table, with the signs that their escapes stand for."""
    return [re.sub(r"\\(?:u.{4}|x..|[nrt])", _sign, row) for row in table.split("\n") if row]


def _sign(escape: re.Match[str]) -> str:
    return escape[0].encode("ascii").decode("unicode_escape")


FORMS = [*lines(IDENTITY), *lines(PHONES), *lines(HOMES)]
"""The written forms, with «…» around what is personal."""
LIKE = lines(NEAR_MISSES)
"""What only looks like them."""
