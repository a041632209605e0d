"""The yardstick of a page: the framework, the server, and a handler that returns bytes it already has."""

import sys
from pathlib import Path

import uvicorn
from litestar import Litestar, MediaType, Response, get


def main(port: int, file: Path) -> None:
    content = file.read_bytes()

    @get("/", sync_to_thread=False)
    def page() -> Response[bytes]:
        return Response(content, media_type=MediaType.HTML)

    uvicorn.run(Litestar([page], openapi_config=None), port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
