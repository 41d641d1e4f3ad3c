"""Open Referral UK: what other directories publish, read with what is wrong in it; and written."""
