-- When the person last gave their password (and second factor) at the provider, and how surely, as the ID token says.
ALTER TABLE "session" ADD COLUMN "authenticated_at" TIMESTAMP(3);
ALTER TABLE "session" ADD COLUMN "acr" TEXT;
