-- The text creates the same table again.
SHOW CREATE TABLE flights;

SHOW CREATE TABLE daily_flights;
