# SPDX-License-Identifier: Apache-2.0
"""Checks over loopback: verdicts, certificates, many targets, and that Ctrl-C and cancel() are heard."""

import gc
import json
import os
import pathlib
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from typing import List

import dcoskube

SRC, BUILD = os.environ["top_srcdir"], os.environ["top_builddir"]
PKI = os.path.join(BUILD, "tests/support/pki")
# what a sanitized library needs inside Python is in our C programs already
WITHOUT_PRELOAD = {key: value for key, value in os.environ.items() if key != "LD_PRELOAD"}
PATIENCE = 60  # seconds that no test needs


def silent() -> socket.socket:
    """Takes connections (by its backlog) and never says a word."""
    server = socket.create_server(("127.0.0.1", 0), backlog=64)
    return server


def url(server: socket.socket) -> str:
    return f"https://127.0.0.1:{server.getsockname()[1]}"


class Engine(unittest.TestCase):
    def test_refused(self) -> None:
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))  # bound, but nobody listens
            with dcoskube.Check(timeout=PATIENCE) as check:
                check.add(url(server), userdata={"mine": 1})
                results = list(check)
                self.assertTrue(check.done)
        (result,) = results
        self.assertIs(result.verdict, dcoskube.Verdict.REFUSED)
        self.assertEqual(f"{result.verdict}", "refused")
        self.assertIs(result.stage, dcoskube.Stage.TCP)
        self.assertIs(result.credential, dcoskube.Credential.NONE)
        self.assertEqual((result.reachable, result.healthy, result.meets()), (False, None, False))
        self.assertEqual((result.index, result.userdata, result.context), (0, {"mine": 1}, ""))
        self.assertEqual(result.target, url_of(result))
        self.assertTrue(result.message and result.remedy and result.address.startswith("127.0.0.1:"))
        self.assertEqual((result.http_status, result.user, result.server_version), (0, "", ""))
        self.assertEqual(result.certificates, [])
        self.assertIsNone(result.time(dcoskube.Stage.TLS))
        self.assertGreaterEqual(result.time() or -1, 0)
        self.assertLess(abs(result.checked_at - time.time()), 3600)
        self.assertEqual(json.loads(result.json()), result.as_dict())
        self.assertEqual(result.as_dict()["verdict"], "refused")
        self.assertNotIn("\n", result.json())
        result.close()
        with self.assertRaises(ValueError):
            result.verdict

    def test_many(self) -> None:
        with socket.socket() as refused, silent() as server:
            refused.bind(("127.0.0.1", 0))
            with dcoskube.Check(timeout=2, parallel=8) as check:
                for number in range(12):
                    check.add(url(refused if number % 2 else server), userdata=number)
                self.assertEqual(len(check), 12)
                results = list(check)
                self.assertEqual(list(check), [])
                self.assertIsNone(check.next())
        self.assertEqual(sorted(r.userdata for r in results), list(range(12)))
        for result in results:
            expected = dcoskube.Verdict.REFUSED if result.userdata % 2 else dcoskube.Verdict.TIMEOUT
            self.assertIs(result.verdict, expected)

    def test_own_loop(self) -> None:
        with silent() as server, dcoskube.Check(timeout=0.1) as check:
            self.assertEqual(check.fileno(), -1)
            check.add(url(server))
            check.start()
            seen: List[dcoskube.Result] = []
            while not check.done:
                result = check.next(0)
                if result is not None:
                    seen.append(result)
                else:
                    select.select([check], [], [], PATIENCE)
            self.assertEqual([r.verdict for r in seen], [dcoskube.Verdict.TIMEOUT])
            with self.assertRaises(dcoskube.WrongState):
                check.start()
            with self.assertRaises(dcoskube.WrongState):
                check.add("https://127.0.0.1")

    def test_wait_ends(self) -> None:
        with silent() as server, dcoskube.Check(timeout=PATIENCE) as check:
            check.add(url(server))
            self.assertIsNone(check.next(0.05))
            self.assertFalse(check.done)

    def test_refused_targets(self) -> None:
        with socket.socket() as server, dcoskube.Check(timeout=PATIENCE) as check:
            server.bind(("127.0.0.1", 0))
            with self.assertRaises(dcoskube.Invalid):
                check.add("http://127.0.0.1")
            with self.assertRaises(dcoskube.NotFound):
                check.add(url(server), ca_file="/nowhere/ca.pem")
            with self.assertRaises(ValueError):
                check.add(url(server), connect_to=("127.0.0.1", 2**32))
            check.add(url(server), userdata="good")
            self.assertEqual([r.userdata for r in check], ["good"])  # none for those that raised
        with self.assertRaises(ValueError):
            len(check)

    def test_results_outlive_the_check(self) -> None:
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            check = dcoskube.Check(timeout=PATIENCE)
            check.add(url(server))
            result = next(iter(check))
            check.close()
            del check
            gc.collect()
            self.assertIs(result.verdict, dcoskube.Verdict.REFUSED)
            self.assertIn("refused", repr(result))

    def test_empty(self) -> None:
        with dcoskube.Check() as check:
            self.assertEqual(list(check), [])


def url_of(result: dcoskube.Result) -> str:
    return f"https://{result.address}"


class Stopping(unittest.TestCase):
    def test_cancel_from_a_thread(self) -> None:
        with silent() as server, dcoskube.Check(timeout=PATIENCE) as check:
            check.add(url(server))
            timer = threading.Timer(0.2, check.cancel)
            timer.start()
            begun = time.monotonic()
            with self.assertRaises(dcoskube.Cancelled):
                next(iter(check))
            self.assertLess(time.monotonic() - begun, PATIENCE / 2)
            timer.join()

    def test_other_threads_run_meanwhile(self) -> None:
        with silent() as server, dcoskube.Check(timeout=1) as check:
            check.add(url(server))
            count = 0
            done = threading.Event()

            def work() -> None:
                nonlocal count
                while not done.is_set():
                    count += 1
                    time.sleep(0.005)

            thread = threading.Thread(target=work)
            thread.start()
            list(check)
            done.set()
            thread.join()
            self.assertGreater(count, 5)

    def test_ctrl_c(self) -> None:
        program = (
            "import dcoskube, signal, sys\n"
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a background shell ignores it
            "check = dcoskube.Check(timeout=600)\n"
            "check.add(sys.argv[1])\n"
            "check.start()\n"
            "check.next(0)\n"
            "print('waiting', flush=True)\n"
            "try:\n"
            "    for result in check:\n"
            "        print(result)\n"
            "except KeyboardInterrupt:\n"
            "    print('interrupted', flush=True)\n"
            "check.close()\n"
        )
        with silent() as server:
            process = subprocess.Popen(
                [sys.executable, "-c", program, url(server)],
                stdout=subprocess.PIPE,
                text=True,
            )
            try:
                assert process.stdout is not None
                self.assertEqual(process.stdout.readline(), "waiting\n")
                time.sleep(0.3)  # so that it waits, most likely
                begun = time.monotonic()
                process.send_signal(signal.SIGINT)
                output, _ = process.communicate(timeout=PATIENCE)
                self.assertEqual(output, "interrupted\n")
                self.assertEqual(process.returncode, 0)
                self.assertLess(time.monotonic() - begun, PATIENCE / 2)
            finally:
                process.kill()
                process.wait()


class Server(unittest.TestCase):
    """The stand-in API server of the tests, with a CA of its own."""

    dir: pathlib.Path
    ca: pathlib.Path
    port: int
    url: str

    @classmethod
    def setUpClass(cls) -> None:
        if not os.path.exists(PKI):
            raise unittest.SkipTest("tests/support/pki was not built")
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.dir = pathlib.Path(directory.name)

        def pki(*arguments: str) -> None:
            command = [PKI, "--dir", directory.name, *arguments]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=WITHOUT_PRELOAD)

        pki("--name", "ca", "--ca")
        pki("--name", "server", "--issuer", "ca", "--san", "DNS:kube.example.com", "--san", "IP:127.0.0.1")
        (cls.dir / "tokens").write_text('TOKEN,alice,1,"system:masters"\n')
        (cls.dir / "token").write_text("TOKEN\n")
        (cls.dir / "wrong").write_text("WRONG-TOKEN\n")
        cls.ca = cls.dir / "ca.crt"
        process = subprocess.Popen(
            [
                sys.executable,
                os.path.join(SRC, "tests/support/apiserver.py"),
                f"--tls-cert-file={cls.dir / 'server.crt'}",
                f"--tls-private-key-file={cls.dir / 'server.key'}",
                f"--token-auth-file={cls.dir / 'tokens'}",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

        def end() -> None:
            process.kill()
            process.communicate()

        cls.addClassCleanup(end)
        assert process.stdout is not None
        cls.port = int(process.stdout.readline().split()[-1])
        cls.url = f"https://127.0.0.1:{cls.port}"

    def one(self, **options: object) -> dcoskube.Result:
        with dcoskube.Check(timeout=PATIENCE) as check:
            check.add(str(options.pop("url", self.url)), **options)  # type: ignore[arg-type]
            (result,) = check
            return result

    def test_healthy(self) -> None:
        result = self.one(ca_file=self.ca, token_file=self.dir / "token")
        self.assertIs(result.verdict, dcoskube.Verdict.HEALTHY, result.message)
        self.assertEqual((result.reachable, result.healthy), (True, True))
        self.assertTrue(result.meets(dcoskube.Expect.HEALTHY) and result.meets())
        self.assertEqual(result.server_version, "v1.20.2")
        self.assertEqual(result.answered_by, "kube-apiserver")
        self.assertIs(result.credential, dcoskube.Credential.TOKEN)
        self.assertEqual(result.address, f"127.0.0.1:{self.port}")
        for stage in (dcoskube.Stage.TCP, dcoskube.Stage.TLS, dcoskube.Stage.HTTP):
            self.assertIsNotNone(result.time(stage))
        certificate = result.certificates[0]
        self.assertIn("DNS:kube.example.com", certificate.sans)
        self.assertIn("IP:127.0.0.1", certificate.sans)
        self.assertLess(certificate.not_before, certificate.not_after)
        self.assertRegex(certificate.sha256, "^[0-9a-f]{64}$")
        self.assertEqual(certificate.verify_error, "")
        self.assertIn("CN=", certificate.subject)
        self.assertIn("CN=", certificate.issuer)

    def test_untrusted(self) -> None:
        result = self.one(token_file=self.dir / "token")
        self.assertIs(result.verdict, dcoskube.Verdict.UNTRUSTED)
        self.assertIs(result.stage, dcoskube.Stage.CERTIFICATE)
        self.assertIn("DNS:kube.example.com", result.certificates[0].sans)
        self.assertNotEqual(result.certificates[0].verify_error, "")
        self.assertNotIn("TOKEN", result.json())

    def test_unauthorized(self) -> None:
        result = self.one(ca_file=self.ca, token_file=self.dir / "wrong")
        self.assertIs(result.verdict, dcoskube.Verdict.UNAUTHORIZED)
        self.assertEqual(result.http_status, 401)
        self.assertFalse(result.meets(dcoskube.Expect.AUTHENTICATED))
        self.assertNotIn("WRONG-TOKEN", result.json())

    def test_names(self) -> None:
        wrong = self.one(ca_file=self.ca, server_name="other.example.com")
        self.assertIs(wrong.verdict, dcoskube.Verdict.NAME_MISMATCH)
        name = f"https://kube.example.com:{self.port}"
        right = self.one(url=name, ca_file=self.ca, connect_to=("127.0.0.1", self.port))
        self.assertTrue(right.reachable, right.message)
        self.assertEqual(right.target, name)

    def test_insecure(self) -> None:
        result = self.one(insecure=True, token_file=self.dir / "token")
        self.assertIs(result.credential, dcoskube.Credential.WITHHELD)

    def test_ca_for_all(self) -> None:
        with dcoskube.Check(ca_file=str(self.ca)) as check:
            check.add(self.url)
            self.assertTrue(next(iter(check)).reachable)

    def test_context(self) -> None:
        entry = dcoskube.Entry("here", self.url, ca_file=self.ca, token_file=self.dir / "token")
        with dcoskube.Kubeconfig(self.dir / "config") as config, dcoskube.Check(timeout=PATIENCE) as check:
            config.set(entry, activate=True)
            config.commit()
            check.add_context(config, userdata="current")
            check.add_context(config, "here")
            with self.assertRaises(dcoskube.NotFound):
                check.add_context(config, "nowhere")
            results = sorted(check, key=lambda result: result.index)
        self.assertEqual([(r.context, str(r.verdict)) for r in results], [("here", "healthy")] * 2)
        self.assertEqual(results[0].userdata, "current")


if __name__ == "__main__":
    unittest.main()
