-- The Iceberg table as it was just before 05-correct.sql ran, and as it is now.
SELECT COUNT(*) AS flights, SUM(delay) AS delay
FROM flights FOR SYSTEM_TIME AS OF TIMESTAMP '${before_correction}';

SELECT COUNT(*) AS flights, SUM(delay) AS delay FROM flights;
