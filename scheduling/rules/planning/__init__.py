"""Planning a day: a problem and the plan of today in, a proposal out. Plain values, no clock, no database.

`problem` and `plan` are what goes in and comes out, `proposing` is the door. `network`, `routes`, `spots`, `crews`,
`inserting`, `ruining`, `search` and `adopting` are the search; `days`, `checking` and `costing` judge a finished plan
without it; `changes` and `reasons` say what is different and why something is left out.

A team that stays together all day is one person with the skills of all. Somebody who is away for a part of the day has
a break of great weight then. A visit is planned whole or not at all: where people are missing today, the need that
remains can be a visit of its own. When the clocks change, minutes are counted and not read from the clock.
"""
