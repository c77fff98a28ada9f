-- CreateTable
CREATE TABLE "draft" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "patient_id" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "base" TEXT NOT NULL,
    "counter" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,
    "updated_at" TIMESTAMP(3) NOT NULL,
    "expires_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "draft_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "draft_expires_at_idx" ON "draft"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "draft_user_id_patient_id_form_base_key" ON "draft"("user_id", "patient_id", "form", "base");
