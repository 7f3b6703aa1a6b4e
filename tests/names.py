"""Names of people as they are written around the world; some hide or turn round what they say, and are refused (B9)."""

from __future__ import annotations

_WRITTEN = """Zoé Lefèvre|Jean-Baptiste d’Ürsel|Ŝaŭlo|Nguyễn Thị Ánh|李小龙|فاطمة|שרה
Åsa Öst|Łukasz|O'Brien|M. 3e|می‌خواهم|क्ष|Ελένη|Иван Петров
Дзвінка|Ján Čarnogurský|Þórður|Ðurđa|İbrahim Işık|Gökçe
Hélène Ponçot-Œuvrard|Ñusta|Søren Kjær|Märta|Kälin|Guðrún|Tomáš Dvořák
Zsófia Kőrösi|Ştefan Ţurcanu|Ștefania|Ġorġ Ħal|Ōkuni|ʻIolani|Māui|Nǃxau|ꞌAta
ᐃᓄᒃ|ሰላም|თამარ|Անահիտ|သန္တာ|ສົມ|สมชาย
ភក្ដី|தமிழ்|తెలుగు|ಕನ್ನಡ|മലയാളം
සිංහල|ਸਿੰਘ|ગુજરાતી|বাংলা|ଓଡ଼ିଆ
ཚེ་རིང|김유신|ひかり|カナ|佐々木|Marie\u200bAnne|\u202eeriaM
Mai\u2066re\u2069|a\u00adb|\ufeffx|a\u0301\u0301\u0301\u0301\u0301b|x\ue000y|ab\u200dcd"""

NAMES = [name for line in _WRITTEN.splitlines() for name in line.split("|")]
assert len(NAMES) >= 60
