-- Detroit's clock was five minutes fast in January. The corrected rows replace those of the same id.
INSERT INTO flights
SELECT id, departure, delay - 5, distance, origin, destination
FROM flights
WHERE origin = 'DTW' AND departure < TIMESTAMP '2001-02-01 00:00:00';

SELECT COUNT(*) AS flights, SUM(delay) AS delay, SUM(distance) AS distance FROM flights;
