# Spean. `make run` and `make test` are all that most people need; each installs what it lacks.
.PHONY: run build test test-build bench fuzz crash lint install clean setup help
MAKEFLAGS += --no-print-directory
DESTDIR ?=
PREFIX ?= /usr
LISTEN ?= 127.0.0.1:8080
STORE ?= var

help:
	@echo 'make run      install what is needed, build, open a store under var/, serve on $(LISTEN)'
	@echo 'make test     the same set-up, the sanitizer build, all suites'
	@echo 'make build    the program: build/spean'
	@echo 'make bench    speed, against a floor in the same run; writes bench/README.md'
	@echo 'make fuzz     long fuzzing (MINUTES=10 for each target)'
	@echo 'make crash    kill -9 under load, long (ROUNDS=200 on each engine)'
	@echo 'make lint     clang-format, clang-tidy, cppcheck'
	@echo 'make install  into $$(DESTDIR)$$(PREFIX)'
	@echo 'make clean    remove build/ (never var/)'

setup:
	@sh tools/setup.sh

build: setup
	@test -e build/release/build.ninja || cmake -S . -B build/release -G Ninja \
		-DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF -DCMAKE_INSTALL_PREFIX=$(PREFIX) >/dev/null
	@cmake --build build/release
	@cp -f build/release/spean build/spean

run: build
	@sh tools/run.sh build/spean $(STORE) $(LISTEN)

test-build:
	@sh tools/setup.sh test
	@test -e build/test/build.ninja || cmake -S . -B build/test -G Ninja \
		-DCMAKE_BUILD_TYPE=Debug -DSPEAN_SANITIZE=ON >/dev/null
	@cmake --build build/test

test: build test-build
	@sh tools/test.sh build/test

bench: build
	@sh tools/setup.sh test
	@sh tests/bench/run.sh build

fuzz:
	@sh tools/setup.sh test
	@sh tests/fuzz/run.sh build/fuzz $(or $(MINUTES),10)

crash: test-build
	@cd build/test && SPEAN_CRASH_ROUNDS=$(or $(ROUNDS),200) ctest --output-on-failure -R crash_records

lint:
	@sh tools/setup.sh test lint
	@sh tools/lint.sh

install: build
	@DESTDIR=$(DESTDIR) cmake --install build/release --prefix $(PREFIX)

clean:
	rm -rf build
