"""The intents of what residents want: danger, then the fifteen commonest."""

from __future__ import annotations

from channels.alexa.intent import MATERIAL, Intent

DANGER = (
    Intent("DangerGas", "i can smell gas", of="safety.gas"),
    Intent("DangerFire", "there is a fire", of="safety.fire_electric"),
    Intent("DangerWater", "a pipe has burst and water is pouring in", of="safety.water"),
    Intent("DangerHealth", "someone has collapsed", of="safety.health"),
    Intent("DangerLife", "feeling suicidal", of="safety.suicide"),
    Intent("DangerAbuse", "domestic abuse", of="safety.abuse"),
    Intent("DangerChild", "a child is being hurt", of="safety.child"),
    Intent("DangerHomeless", "i have nowhere to sleep tonight", of="safety.homeless"),
)

COMMONEST = (
    Intent("BinsNext", "when is my bin collected", of="bins.next"),
    Intent("BinsMissed", "my bin was not emptied", of="bins.missed"),
    Intent(
        "BinsMaterials",
        "which bin does {material} go in",
        bare="what goes in which bin",
        slots={"material": MATERIAL},
        samples=(
            "what goes in which bin",
            "which bin does {material} go in",
            "which bin do {material} go in",
            "which bin does a {material} go in",
            "which bin for {material}",
            "which bin is for {material}",
            "where do i put {material}",
            "where does {material} go",
            "where do {material} go",
            "where does a {material} go",
            "can i recycle {material}",
            "can {material} be recycled",
            "what do i do with {material}",
            "what do i do with a {material}",
            "how do i get rid of {material}",
            "how do i get rid of a {material}",
            "does {material} go in the recycling",
        ),
    ),
    Intent("BinsOrder", "i need a new bin", of="bins.order"),
    Intent("BinsBulky", "how do i book a bulky waste collection", of="bins.bulky"),
    Intent("ServicesFind", "where is my nearest library", of="services.find"),
    Intent("ServicesContact", "what is the phone number of the council", of="services.contact"),
    Intent("StreetReport", "report a pothole", of="street.report"),
    Intent("CouncilTax", "how do i pay my council tax", of="council_tax"),
    Intent("RepairsReport", "report a repair", of="repairs.report"),
    Intent("RepairsStatus", "what is happening with my repair", of="repairs.status"),
    Intent("EntitlementsCheck", "what benefits can i get", of="entitlements.check"),
    Intent("AirNow", "what is the air quality like today", of="alerts.air_now"),
    Intent("WeatherNow", "are there any flood warnings", of="alerts.weather_now"),
    Intent("HandoverPerson", "talk to a person", of="handover.person", word="person"),
)
"""The fifteen commonest intents."""
