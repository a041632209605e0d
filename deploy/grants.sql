-- What the application may do with tables that the owner will create: use them, never change or truncate them.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO countersign_owner;
GRANT USAGE ON SCHEMA public TO countersign_app;
ALTER DEFAULT PRIVILEGES FOR ROLE countersign_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO countersign_app;
ALTER DEFAULT PRIVILEGES FOR ROLE countersign_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO countersign_app;
