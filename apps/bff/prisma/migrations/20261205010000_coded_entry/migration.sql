-- How often a code was chosen, by a person or in a service, and what they want to have at hand.
CREATE TABLE "coded_use" (
    "owner" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "last_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "coded_use_pkey" PRIMARY KEY ("owner", "field", "system", "code")
);

-- CreateIndex
CREATE INDEX "coded_use_owner_field_last_at_idx" ON "coded_use"("owner", "field", "last_at");

CREATE TABLE "coded_favourite" (
    "owner" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "display" TEXT NOT NULL,
    "added_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "coded_favourite_pkey" PRIMARY KEY ("owner", "field", "system", "code")
);
