CREATE TABLE emps (empid INT NOT NULL, deptno INT NOT NULL, name STRING, salary DOUBLE NOT NULL, commission INT);
INSERT INTO emps VALUES
  (100, 10, 'Bill', 10000, 1000), (200, 20, 'Eric', 8000, 500), (150, 10, 'Sebastian', 7000, NULL),
  (110, 10, 'Theodore', 11500, 250);
CREATE TABLE dependents (empid INT NOT NULL, name STRING);
INSERT INTO dependents VALUES (10, 'Michael'), (10, 'Jane');
CREATE TABLE locations (empid INT NOT NULL, name STRING);
INSERT INTO locations VALUES (10, 'San Francisco'), (20, 'San Diego');
