// The week: chips move by dragging and by M.
