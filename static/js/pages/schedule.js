// The day of the schedule.
