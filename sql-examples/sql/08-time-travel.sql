-- The Iceberg table as it was just before 05-correct.sql ran, and as it is now.
SELECT COUNT(*) AS flights, SUM(delay) AS delay
FROM flights FOR SYSTEM_TIME AS OF TIMESTAMP '${before_correction}';

SELECT COUNT(*) AS flights, SUM(delay) AS delay FROM flights;

-- What the correction changed, airport by airport.
SELECT origin, COUNT(*) AS corrected, SUM(old_delay - delay) AS minutes
FROM flights
JOIN (
  SELECT id, delay AS old_delay
  FROM flights FOR SYSTEM_TIME AS OF TIMESTAMP '${before_correction}'
) AS before_correction USING (id)
WHERE delay <> old_delay
GROUP BY origin;
