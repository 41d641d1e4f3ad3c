"""The helpline's pages, and how those who use them sign in."""
