/* pack.c - compress a front-end file as well as it goes: pack INPUT OUTPUT.br OUTPUT.gz
 *
 * Done once at build time, so that serving costs nothing. A result that is not smaller is left
 * empty.
 */
#include <brotli/encode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static unsigned char *read_all(const char *path, size_t *ret_size)
{
	FILE *file = fopen(path, "rb");
	if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
		perror(path);
		exit(1);
	}
	const long size = ftell(file);
	rewind(file);
	unsigned char *bytes = malloc((size_t)size + 1);
	if (bytes == NULL || fread(bytes, 1, (size_t)size, file) != (size_t)size) {
		perror(path);
		exit(1);
	}
	(void)fclose(file);
	*ret_size = (size_t)size;
	return bytes;
}

static void write_all(const char *path, const unsigned char *bytes, size_t size)
{
	FILE *file = fopen(path, "wb");
	if (file == NULL || fwrite(bytes, 1, size, file) != size || fclose(file) != 0) {
		perror(path);
		exit(1);
	}
}

static size_t deflate_all(const unsigned char *in, size_t size, unsigned char *out, size_t room)
{
	z_stream stream = {0};
	/* 15 + 16: the gzip wrapper, with a header that names neither file nor time. */
	if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
		exit(1);
	}
	stream.next_in = (unsigned char *)(size_t)in;
	stream.avail_in = (uInt)size;
	stream.next_out = out;
	stream.avail_out = (uInt)room;
	if (deflate(&stream, Z_FINISH) != Z_STREAM_END) {
		exit(1);
	}
	const size_t written = stream.total_out;
	(void)deflateEnd(&stream);
	return written;
}

int main(int count, char **arguments)
{
	if (count != 4) {
		(void)fputs("usage: pack INPUT OUTPUT.br OUTPUT.gz\n", stderr);
		return 2;
	}
	size_t size;
	unsigned char *bytes = read_all(arguments[1], &size);
	const size_t room = size + size / 2 + 1024;
	unsigned char *out = malloc(room);
	if (out == NULL) {
		return 1;
	}
	size_t written = room;
	if (!BrotliEncoderCompress(11, BROTLI_MAX_WINDOW_BITS, BROTLI_MODE_TEXT, size, bytes,
				   &written, out)) {
		return 1;
	}
	write_all(arguments[2], out, written < size ? written : 0);
	written = deflate_all(bytes, size, out, room);
	write_all(arguments[3], out, written < size ? written : 0);
	free(out);
	free(bytes);
	return 0;
}
