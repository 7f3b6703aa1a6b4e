"""What a proposal may hold and become: plain Python, no Django."""

TITLE_MAX = 140
BODY_MAX = 6000
BODY_MIN = 20
ANSWER_MAX = 6000
THEMES_MAX = 20
PER_PERSON_MAX = 20
