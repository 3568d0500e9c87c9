"""What kinds of customers there are."""

from django.db.models import TextChoices


class CustomerKind(TextChoices):
    """Only private persons have a deduction; the others are customers all the same."""

    PRIVATE = "private", "Privatperson"
    COMPANY = "company", "Företag"
    HOUSING_ASSOCIATION = "housing", "Bostadsrättsförening"
