-- The Iceberg table as it was just before 05-correct.sql ran, and as it is now.
SELECT COUNT(*) AS flights, SUM(delay) AS delay
FROM flights FOR SYSTEM_TIME AS OF TIMESTAMP '${before_correction}';

SELECT COUNT(*) AS flights, SUM(delay) AS delay FROM flights;

-- The past, kept as a table of its own, shows what the correction changed.
CREATE TABLE flights_before AS
SELECT id, delay AS old_delay
FROM flights FOR SYSTEM_TIME AS OF TIMESTAMP '${before_correction}';

SELECT origin, COUNT(*) AS corrected, SUM(old_delay - delay) AS minutes
FROM flights
JOIN flights_before USING (id)
WHERE delay <> old_delay
GROUP BY origin;
