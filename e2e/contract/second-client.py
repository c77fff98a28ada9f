"""What dicomweb-client (PyPI) makes of a DICOMweb server: one answer of JSON for dicomweb-client.spec.ts."""

import json
import os
import sys

import requests
from dicomweb_client.api import DICOMwebClient
from pydicom import dcmread

session = requests.Session()
session.headers.update({"Authorization": f"Bearer {os.environ['TOKEN']}"})
client = DICOMwebClient(url=os.environ["DICOMWEB_URL"], session=session)
good, bad = (dcmread(path, force=True) for path in sys.argv[1:3])
study, series, instance = good.StudyInstanceUID, good.SeriesInstanceUID, good.SOPInstanceUID

stored = client.store_instances(datasets=[good])
mixed = client.store_instances(datasets=[good, bad])
try:
    client.store_instances(datasets=[bad])
    refused = None
except requests.HTTPError as error:
    refused = error.response.status_code
metadata = client.retrieve_instance_metadata(study, series, instance)
# as it is stored: what the client asks for by itself is a list, which Orthanc refuses
frame = client.retrieve_instance_frames(
    study, series, instance, [1], media_types=(("application/octet-stream", "*"),)
)[0]
whole = client.retrieve_instance(study, series, instance)
print(
    json.dumps(
        {
            "stored": len(stored.get("ReferencedSOPSequence", [])),
            "mixedStored": len(mixed.get("ReferencedSOPSequence", [])),
            "mixedFailed": len(mixed.get("FailedSOPSequence", [])),
            "refused": refused,
            "studies": len(client.search_for_studies(search_filters={"StudyInstanceUID": study})),
            "series": len(client.search_for_series(study)),
            "instances": len(client.search_for_instances(study, series)),
            "name": metadata["00100010"]["Value"][0]["Alphabetic"],
            "frame": frame.hex(),
            "whole": str(whole.SOPInstanceUID),
            "drawn": client.retrieve_instance_rendered(study, series, instance)[:2].hex(),
        }
    )
)
