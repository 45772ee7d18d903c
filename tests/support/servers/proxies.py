"""The proxies of docs/operations.md, run as they stand there but for ports and places."""

from __future__ import annotations

import asyncio
import datetime
import os
import signal
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.operations_text import file, with_changes
from tests.support.servers.server import free_port

SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Certificate:
    """Of ``localhost``, made by itself."""

    certificate: Path
    key: Path

    @property
    def trusted(self) -> ssl.SSLContext:
        """For clients that trust it alone."""
        return ssl.create_default_context(cafile=str(self.certificate))


def self_made(directory: Path) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    made = Certificate(directory / "fullchain.pem", directory / "key.pem")
    made.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    made.key.touch(mode=0o600)
    made.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return made


@dataclass(frozen=True, slots=True)
class Front:
    """Where a proxy listens."""

    plain_port: int
    port: int

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"


def free_front() -> Front:
    return Front(free_port(), free_port())


@asynccontextmanager
async def nginx(
    front: Front, directory: Path, certificate: Certificate, ports: Sequence[int]
) -> AsyncIterator[None]:
    """Runs in front of the two processes at ``ports``, in a main file like Debian's that compresses all."""
    ours = with_changes(
        file("/etc/nginx/sites-available/samplan"),
        {
            "# server 127.0.0.1:8001": f"server 127.0.0.1:{ports[1]}",
            "127.0.0.1:8000": f"127.0.0.1:{ports[0]}",
            "listen [::]:80;": "",
            "listen [::]:443 ssl http2;": "",
            "listen 80;": f"listen 127.0.0.1:{front.plain_port};",
            "listen 443 ": f"listen 127.0.0.1:{front.port} ",
            "server_name plan.example.no;": "server_name localhost;",
            "/etc/ssl/samplan": str(certificate.certificate.parent),
            "/var/log/nginx": str(directory),
        },
    )
    main = file("/etc/nginx/modules-enabled/90-samplan.conf")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {directory}/{kind}; " for kind in kinds)
    configuration = directory / "nginx.conf"
    configuration.write_text(
        f"{main}\ndaemon off; pid {directory}/nginx.pid; error_log stderr; worker_processes 1;\n"
        f"{'user root;' if os.geteuid() == 0 else ''}\n"
        "events { worker_connections 256; }\n"
        "http { include /etc/nginx/mime.types; gzip on; gzip_types *; gzip_min_length 1; gzip_proxied any;\n"
        f"{places}\n{ours}\n}}\n"
    )
    await _checked("nginx", "-e", "stderr", "-t", "-c", str(configuration))
    async with _running(front, "nginx", "-e", "stderr", "-c", str(configuration)):
        yield


@asynccontextmanager
async def haproxy(
    front: Front, directory: Path, certificate: Certificate, ports: Sequence[int]
) -> AsyncIterator[None]:
    """Runs in front of the two processes at ``ports``."""
    both = directory / "samplan.pem"
    both.touch(mode=0o600)
    both.write_bytes(certificate.certificate.read_bytes() + certificate.key.read_bytes())
    configuration = directory / "haproxy.cfg"
    configuration.write_text(
        with_changes(
            file("/etc/haproxy/haproxy.cfg"),
            {
                "    user haproxy\n    group haproxy\n": "",
                "maxconn 16384": "maxconn 256",
                "127.0.0.1:8000": f"127.0.0.1:{ports[0]}",
                "127.0.0.1:8001": f"127.0.0.1:{ports[1]}",
                "bind :80\n": f"bind 127.0.0.1:{front.plain_port}\n",
                "bind :443 ": f"bind 127.0.0.1:{front.port} ",
                "/etc/haproxy/samplan.pem": str(both),
            },
        )
    )
    await _checked("haproxy", "-c", "-f", str(configuration))
    async with _running(front, "haproxy", "-db", "-f", str(configuration)):
        yield


async def _checked(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()


@asynccontextmanager
async def _running(front: Front, *command: str) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(*command)
    try:
        await _answers(process, front.port)
        yield
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), SECONDS)


async def _answers(process: asyncio.subprocess.Process, port: int) -> None:
    async with asyncio.timeout(SECONDS):
        while True:
            assert process.returncode is None, "the proxy ended, see its words above"
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return
