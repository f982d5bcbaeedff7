// oxlint-disable-next-line import/no-default-export -- Next asks for it
export default { output: 'export', basePath: process.env.BASE_PATH ?? '' };
