"""Views: rows that are computed from the tables by a named rule; importing them fills VIEWS."""

from isk_indicators.views import disagreements as disagreements
from isk_indicators.views import incidents as incidents
from isk_indicators.views import measures as measures
from isk_indicators.views import tolls as tolls
