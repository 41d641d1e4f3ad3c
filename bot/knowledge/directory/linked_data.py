"""A service as schema.org GovernmentService, JSON-LD."""

from __future__ import annotations

from bot.knowledge.directory.kinds import kinds
from bot.knowledge.directory.oruk.writing import SAME_AS, Json, filled, lgsl
from bot.knowledge.directory.service import Service, Spot
from bot.knowledge.directory.timetable import Opening

DAY_URI = "https://schema.org/"
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def government_service(one: Service, address: str, place: str) -> Json:
    """JSON-LD. `address` is that of its page here, `place` the city that it is for."""
    return filled(
        {
            "@context": "https://schema.org",
            "@type": "GovernmentService",
            "@id": address,
            "name": one.name,
            "description": one.description,
            "url": one.url or address,
            "serviceType": ", ".join(kinds()[kind].label.msgid for kind in one.kinds),
            "provider": _provider(one),
            "areaServed": {"@type": "City", "name": place},
            "availableChannel": [_channel(one, spot) for spot in (one.spots or (None,))],
            "sameAs": [f"{SAME_AS}{code}" for code in lgsl(one)],
        }
    )


def _provider(one: Service) -> Json | None:
    runs = one.organisation
    if runs is None:
        return None
    return filled({"@type": "Organization", "name": runs.name, "url": runs.url})


def _channel(one: Service, spot: Spot | None) -> Json:
    phone = {"@type": "ContactPoint", "telephone": one.phones[0]} if one.phones else None
    return filled(
        {
            "@type": "ServiceChannel",
            "servicePhone": phone,
            "serviceUrl": one.url,
            "serviceLocation": _civic(one, spot) if spot else None,
            "availableLanguage": list(one.languages),
        }
    )


def _civic(one: Service, spot: Spot) -> Json:
    known = spot.latitude is not None and spot.longitude is not None
    geo = {"@type": "GeoCoordinates", "latitude": spot.latitude, "longitude": spot.longitude}
    times = spot.times if spot.times.known else one.times
    return filled(
        {
            "@type": "Place",
            "name": spot.name or one.name,
            "address": filled(
                {
                    "@type": "PostalAddress",
                    "streetAddress": ", ".join(spot.lines),
                    "postalCode": spot.postcode,
                    "addressCountry": "GB",
                }
            ),
            "geo": geo if known else None,
            "openingHoursSpecification": [_hours(rule) for rule in times.openings if rule.freq == "WEEKLY"],
        }
    )


def _hours(rule: Opening) -> Json:
    return filled(
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"{DAY_URI}{DAY_NAMES[day]}" for day in rule.days],
            "opens": rule.opens.isoformat(),
            "closes": rule.closes.isoformat(),
            "validFrom": rule.valid_from.isoformat() if rule.valid_from else "",
            "validThrough": rule.valid_to.isoformat() if rule.valid_to else "",
        }
    )
