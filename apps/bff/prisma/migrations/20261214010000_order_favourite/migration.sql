-- Orders that a person or a service keeps at hand, alone or as a panel; nothing of a patient is in them.
CREATE TABLE "order_favourite" (
    "id" UUID NOT NULL,
    "owner" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "lines" JSONB NOT NULL,
    "saved_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "order_favourite_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "order_favourite_owner_idx" ON "order_favourite"("owner");
