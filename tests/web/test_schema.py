"""The API's own description tells of what the doors take, and of nothing else."""

import re

from tests.web.conftest import House


def test_the_schema_lists_pages_and_api_with_closed_bodies_and_problems(house: House) -> None:
    schema = house.client().get("/schema").json()
    assert schema["openapi"] == "3.1.0"
    post = schema["paths"]["/api/v1/notes"]["post"]
    assert (
        post["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        == "#/components/schemas/NoteForm"
    )
    form = schema["components"]["schemas"]["NoteForm"]
    assert form["additionalProperties"] is False
    assert form["properties"]["title"]["type"] == "string"
    assert {"201", "403", "409", "413", "422", "429", "503"} <= set(post["responses"])
    assert post["x-act"] == "public:read"
    assert schema["paths"]["/desk/{note_id}"]["get"]["parameters"][0]["name"] == "note_id"
    assert "/api/v1/files/{name}" not in schema["paths"]
    ids = [op["operationId"] for path in schema["paths"].values() for op in path.values()]
    assert len(ids) == len(set(ids))
    wanted = set(re.findall(r'"#/components/(\w+)/(\w+)"', str(schema).replace("'", '"')))
    assert all(name in schema["components"][kind] for kind, name in wanted)
