"""The shapes of Open Referral UK 3 (HSDS-UK 3.0) and 1.0 as far as they are read. All but id and name may be
missing; version 1 has other names for the same things, which are read into the same shapes."""

from __future__ import annotations

from msgspec import Struct, field


class WireSchedule(Struct):
    """A `schedule` of version 3, a `regular_schedule` of version 1."""

    valid_from: str = ""
    valid_to: str = ""
    dtstart: str = ""
    until: str = ""
    count: int = 0
    freq: str = ""
    interval: int = 1
    byday: str = ""
    byweekno: str = ""
    byyearday: str = ""
    bymonthday: str = ""
    weekday: str = ""
    opens_at: str = ""
    closes_at: str = ""
    description: str = ""
    notes: str = ""


class WireHoliday(Struct):
    """A `holiday_schedule` of version 1."""

    start_date: str = ""
    end_date: str = ""
    closed: bool = False
    open_at: str = ""
    opens_at: str = ""
    closes_at: str = ""


class WireAddress(Struct):
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    postal_code: str = ""
    address_type: str = ""


class WireAccess(Struct):
    description: str = ""
    details: str = ""
    accessibility: str = ""


class WirePhone(Struct):
    number: str = ""
    extension: str | int = ""
    type: str = ""


class WireContact(Struct):
    phones: list[WirePhone] = []


class WireLocation(Struct):
    id: str = ""
    name: str = ""
    latitude: float | None = None
    longitude: float | None = None
    external_identifier: str = ""
    external_identifier_type: str = ""
    addresses: list[WireAddress] = []
    physical_addresses: list[WireAddress] = []
    accessibility: list[WireAccess] = []
    accessibility_for_disabilities: list[WireAccess] = []
    phones: list[WirePhone] = []


class WireAtLocation(Struct):
    id: str = ""
    location: WireLocation | None = None
    schedules: list[WireSchedule] = []
    regular_schedule: list[WireSchedule] = []
    regular_schedules: list[WireSchedule] = []
    holiday_schedules: list[WireHoliday] = []


class WireLanguage(Struct):
    code: str = ""
    name: str = ""
    language: str = ""


class WireOrganization(Struct):
    id: str
    name: str
    description: str = ""
    website: str = ""
    url: str = ""


class WireCost(Struct):
    option: str = ""
    amount: float | None = None
    amount_description: str = ""
    currency: str = ""
    valid_from: str = ""
    valid_to: str = ""


class WireTerm(Struct):
    id: str = ""
    name: str = ""
    term: str = ""
    code: str = ""
    term_uri: str = ""
    taxonomy: str = ""


class WireAttribute(Struct):
    taxonomy_term: WireTerm | None = None


class WireTaxonomy(Struct):
    taxonomy: WireTerm | None = None


class WireEligibility(Struct):
    minimum_age: float | None = None
    maximum_age: float | None = None


class WireArea(Struct):
    name: str = ""
    service_area: str = ""


class WireService(Struct):
    """A service with everything about it."""

    id: str
    name: str
    description: str = ""
    url: str = ""
    email: str = ""
    status: str = "active"
    fees: str | float = ""
    fees_description: str = ""
    alert: str = ""
    minimum_age: float | None = None
    maximum_age: float | None = None
    assured_date: str = ""
    last_modified: str = ""
    schedules: list[WireSchedule] = []
    regular_schedules: list[WireSchedule] = []
    holiday_schedules: list[WireHoliday] = []
    service_areas: list[WireArea] = []
    service_at_locations: list[WireAtLocation] = []
    languages: list[WireLanguage] = []
    organization: WireOrganization | None = None
    cost_options: list[WireCost] = []
    contacts: list[WireContact] = []
    phones: list[WirePhone] = []
    attributes: list[WireAttribute] = []
    service_taxonomys: list[WireTaxonomy] = []
    eligibilities: list[WireEligibility] = field(default_factory=list, name="eligibilitys")
