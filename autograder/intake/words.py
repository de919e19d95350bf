"""Words of files and folders that tell nothing about a person, in the languages of many courses."""

from __future__ import annotations

_WORK = """
assignment assignments assn hw homework homeworks exercise exercises ex exs lab labs week wk sheet
task project proj problem problems ps pset set unit module lesson chapter tutorial practical part
quiz exam blatt uebung übung übungen aufgabe aufgaben tp td devoir tarea exercice compito opdracht
uppgift
"""
_ANYBODYS = """
final finished done submission submissions submitted submit hand in handed handin handins attachment
attachments answer answers solution solutions solved completed complete work my mine copy copie
kopie of the a and to for version v rev new newest latest last old draft backup
notebook notebooks nb untitled code src source main script program python py ipynb jupyter
file files document documents download downloads upload uploads collected export exports archive
archives unzipped extracted zip folder ordner tmp temp home users test tests data
students class classes course courses section sections sec group groups grp gruppe groupe team teams
batch cohort kurs repo repos repository repositories intro introduction machine learning deep neural
network networks science programming
fall term semester year late monday tuesday wednesday thursday friday saturday sunday montag
dienstag mittwoch donnerstag freitag
abgabe abgaben abgegeben lösung lösungen entrega entregas rendu rendus seite
inbound outbound exchange release released public result results output outputs feedback inbox all
everything
"""
_NO_NAME = "with from using for the of and in on to a an mit und von der die das"
_SEASONS = "spring summer autumn winter"

WORK = frozenset(_WORK.split())
"""What teachers call a piece of work; with a number it names one."""
ANYBODYS = WORK | frozenset(_ANYBODYS.split())
"""What everybody's files and folders are called: nobody's name is made of these alone."""
SEASONS = frozenset(_SEASONS.split())
"""Words that are names of persons, too, where they stand alone."""
NO_NAME = frozenset(_NO_NAME.split())
"""What is left of a title beside an assignment's name is no person if it holds one of these."""
