"""Who answers where: phone numbers and opening hours."""
